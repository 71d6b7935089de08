package dev.hermod.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private static final XmlLimits LIMITS = new XmlLimits(500, 5, 5);

    private static DocumentReader reader(String xml) throws Exception {
        return DocumentReader.of(new ByteArrayInputStream(xml.getBytes(UTF_8)), LIMITS);
    }

    /// Everything, whole.
    private static void readAll(String xml) throws Exception {
        DocumentReader reader = reader(xml);
        while (reader.next()) {
            reader.element();
        }
    }

    @Test
    void childrenAreTakenWholeEnteredOrPassedOver() throws Exception {
        DocumentReader reader =
                reader(
                        "<?xml version='1.0' encoding='UTF-8'?><!-- a --><r xmlns='urn:r' a='1'> text <?pi?><x><y>1</y></x><p:z xmlns:p='urn:p' b='&lt;ü'><![CDATA[<]]>&amp;<c/></p:z><l/></r>");
        assertThat(reader.next()).isTrue();
        assertThat(reader.head())
                .isEqualTo(FrozenElement.named("r", "urn:r").attribute("a", "1").build());
        reader.enter();
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        FrozenElement z = reader.element();
        assertThat(z)
                .isEqualTo(
                        ElementReader.parse(
                                "<z xmlns='urn:p' b='&lt;ü'>&lt;&amp;<c xmlns='urn:r'/></z>"));
        assertThat(reader.next()).isTrue();
        reader.enter();
        assertThat(reader.next()).isFalse();
        assertThat(reader.next()).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<a>",
                "<a></b>",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "<a>&x;</a>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<a><b><c><d><e><f/></e></d></c></b></a>",
                "<a 1='' 2=''/>",
                "<a b='' c='' d='' e='' f='' g=''/>"
            })
    void whatIsNoXmlOrTooMuchIsRefused(String xml) {
        assertThatThrownBy(() -> readAll(xml)).isInstanceOf(XmlStreamException.class);
    }

    @Test
    void elementThatIsTooLargeIsRefusedButADocumentMayBe() throws Exception {
        readAll("<a>" + "x".repeat(400) + "</a>");
        assertThatThrownBy(() -> readAll("<a>" + "x".repeat(501) + "</a>"))
                .isInstanceOf(XmlStreamException.class);
        assertThatThrownBy(() -> readAll("<a>" + "<b/>".repeat(20) + "</a>"))
                .isInstanceOf(XmlStreamException.class);
        DocumentReader reader = reader("<a>" + "<b/>".repeat(1_000) + "</a>");
        assertThat(reader.next()).isTrue();
        reader.enter();
        int children = 0;
        while (reader.next()) {
            reader.element();
            children++;
        }
        assertThat(children).isEqualTo(1_000);
    }

    @Test
    void troubleWithTheFileIsNoTroubleWithXml() {
        InputStream broken = gone();
        assertThatIOException()
                .isThrownBy(() -> DocumentReader.of(broken, LIMITS).next())
                .withMessageContaining("the disk is gone");
    }

    /// A file on a disk that is gone.
    private static InputStream gone() {
        return new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
    }
}
