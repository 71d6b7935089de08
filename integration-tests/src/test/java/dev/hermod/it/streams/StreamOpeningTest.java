package dev.hermod.it.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.Event;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class StreamOpeningTest {
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    private static final String MECHANISMS = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final HermodServer server;

    StreamOpeningTest(HermodServer server) {
        this.server = server;
    }

    @Test
    @Spec("RFC 6120 4.7")
    void headerOfTheServerSaysWhoItIsAndWhichStreamThisIs() {
        try (RawStream stream = RawStream.plain(server);
                RawStream other = RawStream.plain(server)) {
            Event.Header header = stream.send(RawStream.header("localhost")).header();
            assertThat(header.namespace()).isEqualTo("jabber:client");
            assertThat(header.attr("from")).isEqualTo("localhost");
            assertThat(header.attr("version")).isEqualTo("1.0");
            assertThat(header.attr("xml:lang")).isNotEmpty();
            assertThat(header.attr("id"))
                    .hasSizeGreaterThan(15)
                    .isNotEqualTo(other.send(RawStream.header("localhost")).header().attr("id"));
        }
    }

    @Test
    @Spec("RFC 6120 4.7.2")
    void addressThatTheClientGivesComesBackAsTo() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(RawStream.header("localhost' from='romeo@localhost"));
            assertThat(stream.header().attr("to")).isEqualTo("romeo@localhost");
        }
    }

    @Test
    @Spec("RFC 6120 4.7.1")
    void domainIsComparedWithoutCase() {
        try (RawStream stream = RawStream.plain(server)) {
            assertThat(stream.open("LocalHost").has("mechanisms", MECHANISMS)).isTrue();
        }
    }

    @Test
    @Spec("RFC 6120 4.7.5")
    void higherMinorVersionIsTaken() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(RawStream.header("localhost").replace("'1.0'>", "'1.9'>"));
            assertThat(stream.header().attr("version")).isEqualTo("1.0");
            assertThat(stream.features().children()).isNotEmpty();
        }
    }

    @Test
    @Spec("RFC 6120 4.3.2")
    void featuresComeInTheOrderOfNegotiation() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            Xml clear = stream.open();
            assertThat(clear.has("starttls", TLS)).isTrue();
            stream.startTls();
            Xml secure = stream.open();
            assertThat(secure.has("starttls", TLS)).isFalse();
            assertThat(secure.has("mechanisms", MECHANISMS)).isTrue();
            assertThat(secure.has("bind", BIND)).isFalse();
            assertThat(new Sasl(stream).scram("SHA-256", account).name()).isEqualTo("success");
            Xml ready = stream.open();
            assertThat(ready.has("bind", BIND)).isTrue();
            assertThat(ready.has("mechanisms", MECHANISMS)).isFalse();
            assertThat(ready.has("starttls", TLS)).isFalse();
        }
    }

    @Test
    @Spec("RFC 6120 4.3.3")
    void eachRestartHasANewStreamId() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            String first = stream.send(RawStream.header("localhost")).header().attr("id");
            stream.features();
            assertThat(new Sasl(stream).scram("SHA-1", account).name()).isEqualTo("success");
            Event.Header second = stream.send(RawStream.header("localhost")).header();
            assertThat(second.attr("id")).isNotEqualTo(first);
        }
    }

    @Test
    @Spec("RFC 6120 4.4")
    void closingTagIsAnsweredByAClosingTag() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.send("</stream:stream>").closed();
        }
    }

    @Test
    @Spec("RFC 6120 4.6.1")
    void whiteSpaceBetweenStanzasIsTaken() {
        try (RawClient client = server.client()) {
            client.send(" \n\t \n");
            assertThat(client.sync()).isEmpty();
        }
    }

    @Test
    @Spec("RFC 6120 4.8.3")
    void prefixesOfTheHeaderMayBeUsedInStanzas() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(RawStream.header("localhost' xmlns:s='urn:ietf:params:xml:ns:xmpp-sasl"));
            stream.header();
            stream.features();
            stream.send("<s:auth mechanism='NONE-SUCH'/>");
            assertThat(stream.element().has("invalid-mechanism", MECHANISMS)).isTrue();
            assertThat(new Sasl(stream).scram("SHA-1", account).name()).isEqualTo("success");
        }
    }

    @Test
    void bytesThatComeOneByOneMakeTheSameStream() {
        Account account = server.account();
        try (RawStream stream = RawStream.plain(server)) {
            stream.trickle(RawStream.header("localhost"));
            stream.header();
            stream.features();
            assertThat(new Sasl(stream).scram("SHA-256", account).name()).isEqualTo("success");
            stream.trickle(RawStream.header("localhost")).header();
            stream.features();
            stream.trickle(
                    "<iq type='set' id='\u00fc&#x1F600;'><bind xmlns='%s'><resource>tr\u00efckle</resource></bind></iq>"
                            .formatted(BIND));
            Xml answer = stream.element();
            assertThat(answer.attr("id")).isEqualTo("\u00fc\uD83D\uDE00");
            assertThat(answer.child("bind").child("jid").text())
                    .isEqualTo(account.jid() + "/tr\u00efckle");
        }
    }

    @Test
    void whatIsPipelinedBehindLoginIsReadInTheNewStream() {
        Account account = server.account();
        try (RawStream stream = RawStream.tls(server)) {
            String plain =
                    java.util.Base64.getEncoder()
                            .encodeToString(
                                    ("\0" + account.localpart() + "\0" + account.password())
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            stream.send(
                    RawStream.header("localhost")
                            + "<auth xmlns='%s' mechanism='PLAIN'>%s</auth>"
                                    .formatted(MECHANISMS, plain)
                            + RawStream.header("localhost")
                            + "<iq type='set' id='b'><bind xmlns='%s'/></iq>".formatted(BIND)
                            + "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
            stream.header();
            stream.features();
            assertThat(stream.element().name()).isEqualTo("success");
            stream.header();
            assertThat(stream.features().has("bind", BIND)).isTrue();
            assertThat(stream.element().attr("id")).isEqualTo("b");
            Xml pong = stream.element();
            assertThat(pong.attr("id")).isEqualTo("p");
            assertThat(pong.attr("type")).isEqualTo("result");
        }
    }

    @Test
    void messageSplitAtEveryByteIsDeliveredWhole() {
        try (RawClient sender = server.client();
                RawClient receiver = server.client().available()) {
            String stanza =
                    "<message to='%s' type='chat'><body>h\u00e9&lt;\uD83D\uDE00]]&gt;</body></message>"
                            .formatted(receiver.jid());
            byte[] bytes = stanza.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int split = 1; split < bytes.length; split++) {
                sender.stream().send(java.util.Arrays.copyOfRange(bytes, 0, split));
                sender.stream().send(java.util.Arrays.copyOfRange(bytes, split, bytes.length));
            }
            for (int split = 1; split < bytes.length; split++) {
                assertThat(receiver.message().body()).isEqualTo("h\u00e9<\uD83D\uDE00]]>");
            }
        }
    }
}
