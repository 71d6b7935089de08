package dev.hermod.server.portable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hermod.Spec;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludedFilesTest {
    private static final String MAIN =
            "<server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'>%s</server-data>";

    @TempDir Path directory;

    @BeforeEach
    void subdirectory() throws IOException {
        Files.createDirectory(directory.resolve("capulet.com"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private String read() throws IOException {
        try (InputStream in = IncludedFiles.of(directory.resolve("main.xml"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static FrozenElement parsed(String xml) throws Exception {
        return ElementReader.parse(xml.replace("\n", ""));
    }

    // The layout of the XEP's examples.
    @Test
    @Spec("XEP-0227 5")
    void filesStandWhereTheyAreIncluded() throws Exception {
        write(
                "main.xml",
                "<?xml version='1.0'?>" + MAIN.formatted("<xi:include href='capulet.com.xml'/>"));
        write(
                "capulet.com.xml",
                "<?xml version='1.0' encoding='UTF-8'?><host xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude' jid='capulet.com'><xi:include href='capulet.com/juliet.xml'/><xi:include href='capulet.com/merc%20utio.xml'/></host>");
        write(
                "capulet.com/juliet.xml",
                "<user xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude' name='juliet'><xi:include href='vcard.xml'/></user>");
        write("capulet.com/vcard.xml", "<vCard xmlns='vcard-temp'><FN>J ü</FN></vCard>");
        write("capulet.com/merc utio.xml", "<user xmlns='urn:xmpp:pie:0' name='mercutio'/>");
        assertThat(parsed(read()))
                .isEqualTo(
                        parsed(
                                "<server-data xmlns='urn:xmpp:pie:0'><host jid='capulet.com'><user name='juliet'><vCard xmlns='vcard-temp'><FN>J ü</FN></vCard></user><user name='mercutio'/></host></server-data>"));
    }

    @Test
    void nothingOutsideOfTheDirectoryIsIncluded() throws Exception {
        for (String outside : new String[] {"../secret.xml", "a/../../secret.xml", "/secret.xml"}) {
            write("main.xml", MAIN.formatted("<xi:include href='" + outside + "'/>"));
            assertThatIOException().isThrownBy(this::read).withMessageContaining("may not include");
        }
    }

    @Test
    @Spec("XEP-0227 5, 6")
    void whatIsTheUsersOwnOrOtherwiseAddressedIsNotIncluded() throws Exception {
        String other =
                "<xi:include href='file:///etc/hostname'/><xi:include href='a' parse='text'/><xi:include href='a' xpointer='b'/><xi:include/>";
        write(
                "main.xml",
                MAIN.formatted(
                        other
                                + "<host jid='a'><user name='b'><query xmlns='jabber:iq:private'><xi:include href='main.xml'/></query></user></host>"));
        assertThat(read().split("XInclude'", -1)).hasSize(6);
    }

    /// A node may have more items than fit into one element that is taken whole.
    @Test
    void itemsOfANodeAreReadOneByOneAndIncludeNothing() throws Exception {
        String included = "<xi:include href='main.xml'/>";
        write(
                "main.xml",
                MAIN.formatted(
                        "<xi:include href='none.xml' parse='xml'/><host jid='a'><user name='b'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'>"
                                + included
                                + ("<item id='i'><x xmlns='urn:x'>"
                                                + "y".repeat(1 << 20)
                                                + "</x></item>")
                                        .repeat(17)
                                + "</items></pubsub></user></host>"));
        assertThat(read().split("XInclude'", -1)).hasSize(3);
    }

    @Test
    void filesThatIncludeEachOtherOrAreNotThereAreRefused() throws Exception {
        write("main.xml", MAIN.formatted("<xi:include href='missing.xml'/>"));
        assertThatIOException()
                .isThrownBy(this::read)
                .isInstanceOf(NoSuchFileException.class)
                .withMessageContaining("missing.xml");
        write(
                "main.xml",
                "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='main.xml'/>");
        assertThatIOException().isThrownBy(this::read).withMessageContaining("each other");
    }

    @Test
    void mistakeIsNamedWithItsFile() throws Exception {
        write("main.xml", MAIN.formatted("<xi:include href='broken.xml'/>"));
        write("broken.xml", "<host>\n</user>");
        assertThatIOException().isThrownBy(this::read).withMessageContaining("broken.xml:2");
    }

    @Test
    void fileThatIncludesNoneIsReadAsItIs() throws Exception {
        String text = "<server-data xmlns='urn:xmpp:pie:0'>\n\n <!-- hhttp --></server-data>\n";
        write("main.xml", text);
        assertThat(read()).isEqualTo(text);
    }
}
