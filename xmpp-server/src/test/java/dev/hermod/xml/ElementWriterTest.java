package dev.hermod.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ElementWriterTest {
    private final Random random = new Random(20);

    private final RandomElements elements = new RandomElements(20);

    @Test
    void whatIsWrittenAloneIsReadBackEqual() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            FrozenElement element = elements.next();
            String xml = ElementWriter.toXml(element);
            assertThat(ElementReader.parse(xml)).as(xml).isEqualTo(element);
        }
    }

    @Test
    void whatIsWrittenToAStreamIsReadBackEqual() throws Exception {
        StreamReader reader = new StreamReader(XmlLimits.DEFAULT);
        Collected seen = new Collected();
        Collected.feed(reader, StreamReaderTest.HEADER, seen);
        Utf8Buffer out = new Utf8Buffer();
        for (int i = 0; i < 10_000; i++) {
            FrozenElement element = elements.next();
            // A stanza of another stream is written into the namespace of this one.
            if (element.namespace().startsWith("jabber:")) {
                continue;
            }
            out.reset();
            ElementWriter.write(element, "jabber:client", out);
            seen.elements.clear();
            reader.feed(out.array(), 0, out.length(), seen);
            assertThat(seen.elements).as(element.asXML()).containsExactly(element);
        }
    }

    @Test
    void declaredPrefixesStayInForce() throws Exception {
        FrozenElement element =
                ElementReader.parse("<a xmlns='urn:a' xmlns:xs='urn:schema'><b>xs:int</b></a>");
        FrozenElement again = ElementReader.parse(ElementWriter.toXml(element));
        assertThat(again.getNamespaceForPrefix("xs").getURI()).isEqualTo("urn:schema");
    }

    @Test
    void elementsOfTheStreamHaveItsPrefixWhetherTheyWereMadeWithItOrNot() {
        FrozenElement features = FrozenElement.named("features", ElementWriter.STREAMS).build();
        FrozenElement prefixed =
                new FrozenElement(
                        new QName("error", new Namespace("stream", ElementWriter.STREAMS)),
                        List.of(),
                        List.of());
        assertThat(written(prefixed)).isEqualTo("<stream:error/>");
        assertThat(written(features)).isEqualTo("<stream:features/>");
        assertThat(written(FrozenElement.named("iq", "jabber:client").build())).isEqualTo("<iq/>");
    }

    @Test
    void contentNamespaceNeverGetsAPrefix() throws Exception {
        FrozenElement iq =
                ElementReader.parse("<c:iq xmlns:c='jabber:client' c:a='1'><c:b/></c:iq>");
        assertThat(written(iq)).isEqualTo("<iq xmlns:c='jabber:client' c:a='1'><b/></iq>");
    }

    @Test
    void stanzaTakesTheNamespaceOfTheStream() throws Exception {
        FrozenElement message =
                ElementReader.parse(
                        "<message xmlns='jabber:client'><body>x</body>"
                                + "<forwarded xmlns='urn:f'><message xmlns='jabber:client'><body/></message></forwarded></message>");
        Utf8Buffer out = new Utf8Buffer();
        ElementWriter.write(message, "jabber:server", out);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "<message><body>x</body><forwarded xmlns='urn:f'>"
                                + "<message xmlns='jabber:client'><body/></message></forwarded></message>");
    }

    @Test
    void whatIsNoContentHereBecomesNoneOnAnotherStream() throws Exception {
        FrozenElement message =
                ElementReader.parse(
                        "<message xmlns='jabber:client'><body>seen</body>"
                                + "<body xmlns='jabber:component:accept'>smuggled<x xmlns='urn:x'/></body></message>");
        Utf8Buffer out = new Utf8Buffer();
        ElementWriter.write(message, "jabber:component:accept", out);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "<message><body>seen</body>"
                                + "<body xmlns='jabber:client'>smuggled<x xmlns='urn:x'/></body></message>");
    }

    @Test
    void anotherRecipientIsWrittenWithoutANewStanza() {
        FrozenElement addressed =
                FrozenElement.named("message", "jabber:client")
                        .attribute("to", "a")
                        .attribute("id", "1")
                        .child(FrozenElement.named("x", "urn:x").attribute("to", "kept").build())
                        .build();
        assertThat(written(addressed, "b'"))
                .isEqualTo("<message to='b&apos;' id='1'><x xmlns='urn:x' to='kept'/></message>");
        assertThat(written(addressed.with("to", null), "c"))
                .isEqualTo("<message id='1' to='c'><x xmlns='urn:x' to='kept'/></message>");
    }

    @Test
    void whatIsWrittenToManyIsTheSameForAll() {
        WrittenContent shared = new WrittenContent();
        List<FrozenElement> often = Stream.generate(elements::next).limit(20).toList();
        for (int i = 0; i < 5_000; i++) {
            FrozenElement element = often.get(i % often.size() * (i % 3) % often.size());
            String namespace = i % 7 == 0 ? "jabber:component:accept" : "jabber:client";
            assertThat(written(element, namespace, shared))
                    .isEqualTo(written(element, namespace, null));
        }
    }

    @Test
    void contentThatIsSharedStandsInTheNamespaceOfEachStream() throws Exception {
        WrittenContent shared = new WrittenContent();
        FrozenElement message =
                ElementReader.parse(
                        "<message xmlns='jabber:client'><body>x</body>"
                                + "<body xmlns='jabber:component:accept'/></message>");
        for (int i = 0; i < 3; i++) {
            for (String namespace : List.of("jabber:client", "jabber:component:accept")) {
                FrozenElement copy = message.with("to", "copy" + i);
                assertThat(written(copy, namespace, shared))
                        .isEqualTo(written(copy, namespace, null));
            }
        }
    }

    private static String written(
            FrozenElement element, String namespace, @Nullable WrittenContent shared) {
        Utf8Buffer out = new Utf8Buffer(1);
        ElementWriter.write(element, namespace, null, out, shared);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String written(FrozenElement element) {
        Utf8Buffer out = new Utf8Buffer(1);
        ElementWriter.write(element, "jabber:client", out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String written(FrozenElement element, String to) {
        Utf8Buffer out = new Utf8Buffer(1);
        ElementWriter.write(element, "jabber:client", to, out, null);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void whatXmlForbidsIsReplacedRatherThanWritten() throws Exception {
        FrozenElement element =
                FrozenElement.named("a", "urn:a")
                        .attribute("b", "\u0000\ud800x\uffff")
                        .text("\u0001\udc00y\ufffe\ud83d")
                        .build();
        FrozenElement read = ElementReader.parse(element.asXML());
        assertThat(read.attr("b")).isEqualTo("\ufffd\ufffdx\ufffd");
        assertThat(read.text()).isEqualTo("\ufffd\ufffdy\ufffd\ufffd");
    }

    @Test
    void bufferEncodesAsTheJdkDoes() {
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                int code = 0x20 + random.nextInt(random.nextBoolean() ? 0x50 : 0x1F000);
                text.appendCodePoint(forbidden(code) ? 'x' : code);
            }
            Utf8Buffer buffer = new Utf8Buffer(1).append(text.toString());
            assertThat(buffer.toByteArray())
                    .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean forbidden(int code) {
        return (code >= 0xD800 && code < 0xE000) || code == 0xFFFE || code == 0xFFFF;
    }
}
