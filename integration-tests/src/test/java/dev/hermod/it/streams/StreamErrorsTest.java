package dev.hermod.it.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Spec("RFC 6120 4.9")
@ExtendWith(SharedServer.class)
class StreamErrorsTest {
    private final HermodServer server;

    StreamErrorsTest(HermodServer server) {
        this.server = server;
    }

    private String errorAfter(String sent) {
        try (RawStream stream = RawStream.plain(server)) {
            return stream.send(sent).error();
        }
    }

    private String errorInSession(String sent) {
        try (RawClient client = server.client()) {
            return client.send(sent).stream().error();
        }
    }

    private static String header(String attributes) {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' "
                + attributes
                + ">";
    }

    @Test
    @Spec("RFC 6120 4.9.3.1")
    void textBetweenStanzasIsBadFormat() {
        assertThat(errorInSession("hello")).isEqualTo("bad-format");
    }

    @Test
    @Spec("RFC 6120 4.9.3.1")
    void rootThatIsNoStreamIsBadFormat() {
        assertThat(
                        errorAfter(
                                "<stream:flow xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>"))
                .isEqualTo("bad-format");
    }

    @Test
    @Spec("RFC 6120 4.9.3.2")
    void otherPrefixOfTheStreamIsBadNamespacePrefix() {
        assertThat(
                        errorAfter(
                                "<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams' to='localhost' version='1.0'>"))
                .isEqualTo("bad-namespace-prefix");
    }

    @Test
    @Spec("RFC 6120 4.9.3.3")
    void sessionWhoseResourceIsTakenOverGetsConflict() {
        try (RawClient first = server.client()) {
            String resource = first.jid().substring(first.jid().indexOf('/') + 1);
            try (RawClient second = RawClient.login(server, first.account(), resource)) {
                assertThat(second.jid()).isEqualTo(first.jid());
                assertThat(first.stream().error()).isEqualTo("conflict");
            }
        }
    }

    @Test
    @Spec("RFC 6120 4.9.3.6")
    void domainThatIsNotServedIsHostUnknown() {
        assertThat(errorAfter(RawStream.header("nowhere.example"))).isEqualTo("host-unknown");
    }

    @Test
    @Spec("RFC 6120 4.9.3.7")
    void headerWithoutAnAddressIsImproperAddressing() {
        assertThat(errorAfter(header("version='1.0'"))).isEqualTo("improper-addressing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody@localhost",
                "localhost",
                "somebody@else.example/phone",
            })
    @Spec("RFC 6120 4.9.3.9")
    void stanzaInTheNameOfAnotherIsInvalidFrom(String from) {
        assertThat(
                        errorInSession(
                                "<message from='"
                                        + from
                                        + "' to='user0@localhost'><body>x</body></message>"))
                .isEqualTo("invalid-from");
    }

    @Test
    @Spec("RFC 6120 4.9.3.10")
    void otherNamespaceOfTheStreamIsInvalidNamespace() {
        assertThat(
                        errorAfter(
                                "<stream:stream xmlns='jabber:client' xmlns:stream='urn:other' to='localhost' version='1.0'>"))
                .isEqualTo("invalid-namespace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jabber:server", "urn:other", ""})
    @Spec("RFC 6120 4.8.2")
    void otherContentNamespaceIsInvalidNamespace(String namespace) {
        assertThat(
                        errorAfter(
                                "<stream:stream xmlns='"
                                        + namespace
                                        + "' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>"))
                .isEqualTo("invalid-namespace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message to='user0@localhost'><body>x</body></message>",
                "<presence/>",
                "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>",
            })
    @Spec("RFC 6120 4.9.3.12")
    void stanzaBeforeLoginIsNotAuthorized(String stanza) {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            assertThat(stream.send(stanza).error()).isEqualTo("not-authorized");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message to='user0@localhost'><body>x</message>",
                "<message to=user0><body>x</body></message>",
                "<message><x:body>unbound prefix</x:body></message>",
                "<message to='a' to='b'/>",
                "<message><body>&#0;</body></message>",
                "<message><body>a ]]> b</body></message>",
                "<message><body>&</body></message>",
            })
    @Spec("RFC 6120 4.9.3.13")
    void brokenXmlIsNotWellFormed(String xml) {
        assertThat(errorInSession(xml)).isEqualTo("not-well-formed");
    }

    @Test
    @Spec("RFC 6120 11.6")
    void bytesThatAreNotUtf8AreNotWellFormed() {
        try (RawClient client = server.client()) {
            client.stream().send("<message><body>\u00e9</body></message>".getBytes(ISO_8859_1));
            assertThat(client.stream().error()).isIn("not-well-formed", "unsupported-encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- a comment -->",
                "<?process this?>",
                "<message><body><!-- inside --></body></message>",
                "<message><?process this?></message>",
                "<message><body>&entity;</body></message>",
            })
    @Spec("RFC 6120 11.1")
    void prohibitedXmlIsRestrictedXml(String xml) {
        assertThat(errorInSession(xml)).isIn("restricted-xml", "not-well-formed");
    }

    @Test
    @Spec("RFC 6120 11.1")
    void documentTypeIsRestrictedXml() {
        assertThat(
                        errorAfter(
                                "<?xml version='1.0'?><!DOCTYPE stream [<!ENTITY a 'b'>]>"
                                        + RawStream.header("localhost").substring(21)))
                .isIn("restricted-xml", "not-well-formed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-16", "us-ascii"})
    @Spec("RFC 6120 4.9.3.22")
    void otherEncodingIsUnsupportedEncoding(String encoding) {
        assertThat(
                        errorAfter(
                                "<?xml version='1.0' encoding='"
                                        + encoding
                                        + "'?>"
                                        + RawStream.header("localhost").substring(21)))
                .isEqualTo("unsupported-encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<note/>", "<message xmlns='urn:other'/>", "<iq xmlns='jabber:server'/>"})
    @Spec("RFC 6120 4.9.3.24")
    void childOfTheStreamThatIsNoStanzaIsUnsupportedStanzaType(String element) {
        assertThat(errorInSession(element)).isIn("unsupported-stanza-type", "invalid-namespace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "version='0.9'", "version='one'", "version='1'"})
    @Spec("RFC 6120 4.9.3.25")
    void oldVersionIsUnsupportedVersion(String version) {
        assertThat(errorAfter(header("to='localhost' " + version)))
                .isEqualTo("unsupported-version");
    }

    @Test
    @Spec("RFC 6120 4.9.3.14")
    void stanzaLargerThanAllowedIsPolicyViolation() {
        assertThat(errorInSession("<message><body>" + "x".repeat(300_000) + "</body></message>"))
                .isEqualTo("policy-violation");
    }

    @Test
    @Spec("RFC 6120 4.9.3.14")
    void stanzaNestedDeeperThanAllowedIsPolicyViolation() {
        assertThat(errorInSession("<message>" + "<a xmlns='urn:a'>".repeat(70)))
                .isEqualTo("policy-violation");
    }

    @Test
    @Spec("RFC 6120 4.9.3.14")
    void moreAttributesThanAllowedArePolicyViolation() {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        assertThat(errorInSession("<message" + attributes + "/>")).isEqualTo("policy-violation");
    }

    @Test
    @Spec("RFC 6120 4.9.3.14")
    void tooManyFailedLoginsArePolicyViolation() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            for (int i = 0; i < 5; i++) {
                stream.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONE'/>");
            }
            for (int i = 0; i < 5; i++) {
                assertThat(stream.element().name()).isEqualTo("failure");
            }
            assertThat(stream.error()).isEqualTo("policy-violation");
        }
    }

    @Test
    @Spec("RFC 6120 4.9.1.2")
    void headerComesBeforeTheErrorOfABrokenHeader() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.send("<stream:stream><");
            stream.header();
            assertThat(stream.error()).isEqualTo("not-well-formed");
        }
    }
}
