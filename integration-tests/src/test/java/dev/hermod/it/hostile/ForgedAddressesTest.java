package dev.hermod.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class ForgedAddressesTest {
    private final HermodServer server;

    ForgedAddressesTest(HermodServer server) {
        this.server = server;
    }

    @Test
    @Spec("RFC 6120 8.1.2.1")
    void stanzaInAnyOtherNameEndsTheStream() {
        try (RawClient other = server.client()) {
            for (String from :
                    List.of(
                            other.jid(),
                            other.bare(),
                            other.bare().toUpperCase(Locale.ROOT),
                            "localhost",
                            "",
                            "@",
                            "\ud83d\ude00".repeat(20) + "\ufffd",
                            other.bare() + "/")) {
                try (RawClient client = server.client()) {
                    client.send("<presence from='" + from + "'/>");
                    assertThat(client.stream().error()).as(from).isEqualTo("invalid-from");
                }
            }
        }
    }

    @Test
    @Spec("RFC 6120 8.1.2.1")
    void otherResourceOfTheSameAccountIsAnother() {
        try (RawClient client = server.client()) {
            client.send("<presence from='" + client.bare() + "/another'/>");
            assertThat(client.stream().error()).isEqualTo("invalid-from");
        }
    }

    @Test
    @Spec("RFC 6120 8.1.2.1")
    void ownNameSpelledOtherwiseIsWrittenAsItIs() {
        try (RawClient client = server.client().available()) {
            String bare = client.bare();
            for (String from :
                    List.of(
                            bare,
                            client.jid(),
                            bare.toUpperCase(Locale.ROOT),
                            // Full width, which preparation folds.
                            "\uff55" + bare.substring(1))) {
                client.send(
                        "<message from='%s' to='%s'><body>x</body></message>"
                                .formatted(from, bare));
                assertThat(client.message().attr("from")).as(from).isEqualTo(client.jid());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "@localhost",
                "a@",
                "a b@localhost",
                "a@local host",
                "a@-",
                "a@x..y",
                "a@localhost/",
                "/x",
                "\ufffd@localhost",
                "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd@x",
                "a&quot;@localhost"
            })
    @Spec("RFC 6120 8.3.3.8")
    void impossibleRecipientIsMalformedAndTheSessionGoesOn(String to) {
        try (RawClient client = server.client().available()) {
            client.send("<message to='" + to + "' id='m'><body>x</body></message>");
            assertThat(client.stanza("message").condition()).isEqualTo("jid-malformed");
            client.send("<presence to='" + to + "' id='p'/>");
            assertThat(client.stanza("presence").condition()).isEqualTo("jid-malformed");
            Xml answer = client.iq("get", to, "<query xmlns='jabber:iq:roster'/>");
            assertThat(answer.condition()).isEqualTo("jid-malformed");
            client.send("<message to='" + to + "' type='error'><body>x</body></message>");
            client.send("<iq to='" + to + "' type='result' id='r'/>");
            assertThat(client.sync()).isEmpty();
            Xml item =
                    client.iq(
                            "set",
                            "",
                            "<query xmlns='jabber:iq:roster'><item jid='" + to + "'/></query>");
            assertThat(item.condition()).isIn("jid-malformed", "bad-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "a@localhost", "localhost/x", "local host", ""})
    @Spec("RFC 6120 4.9.3.6")
    void streamToNoDomainOfOursIsRefused(String to) {
        try (RawStream stream = RawStream.plain(server)) {
            stream.send(RawStream.header(to));
            assertThat(stream.error()).isIn("host-unknown", "improper-addressing");
        }
    }

    @Test
    @Spec("RFC 6120 7.7.2.1")
    void impossibleResourceIsRefused() {
        try (RawStream stream = RawStream.plain(server)) {
            RawClient client = RawClient.authenticated(stream, server.account());
            for (String resource : List.of("\ufffd", "\ue000", "x".repeat(2_000))) {
                assertThat(client.bind(resource).attr("type")).isEqualTo("error");
            }
            assertThat(client.bind("good").attr("type")).isEqualTo("result");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'<iq id=\"1\"><ping xmlns=\"urn:xmpp:ping\"/></iq>', bad-request",
        "'<iq id=\"1\" type=\"\"><ping xmlns=\"urn:xmpp:ping\"/></iq>', bad-request",
        "'<iq id=\"1\" type=\"GET\"><ping xmlns=\"urn:xmpp:ping\"/></iq>', bad-request",
        "'<iq id=\"1\" type=\"chat\"><ping xmlns=\"urn:xmpp:ping\"/></iq>', bad-request",
        "'<iq id=\"1\" type=\"get\"/>', bad-request",
        "'<iq id=\"1\" type=\"set\"><a xmlns=\"x\"/><b xmlns=\"x\"/></iq>', bad-request",
        "'<iq type=\"get\"><ping xmlns=\"urn:xmpp:ping\"/></iq>', bad-request",
        "'<iq id=\"1\" type=\"set\"><ping xmlns=\"urn:xmpp:ping\"/></iq>', service-unavailable",
    })
    @Spec("RFC 6120 8.2.3")
    void wrongIqIsAnsweredWithAnError(String iq, String condition) {
        try (RawClient client = server.client()) {
            for (String to : List.of("", " to='localhost'", " to='" + client.bare() + "'")) {
                client.send(iq.replace("<iq", "<iq" + to));
                Xml answer = client.stanza("iq");
                assertThat(answer.attr("type")).isEqualTo("error");
                assertThat(answer.condition())
                        .as(iq + to)
                        .isIn(
                                condition,
                                "bad-request",
                                "service-unavailable",
                                "feature-not-implemented");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq id='1' type='result'/>",
                "<iq id='1' type='result'><a xmlns='x'/><b xmlns='x'/></iq>",
                "<iq id='1' type='error'/>",
                "<iq id='1' type='error'><error/></iq>",
                "<iq type='result'/>",
            })
    @Spec("RFC 6120 8.2.3")
    void answerThatNobodyWaitsForIsNeverAnswered(String iq) {
        try (RawClient client = server.client()) {
            for (String to : List.of("", " to='localhost'", " to='" + client.bare() + "'")) {
                client.send(iq.replace("<iq", "<iq" + to));
            }
            assertThat(client.sync()).isEmpty();
        }
    }

    @Test
    @Spec("RFC 6120 8.1.5")
    void languageOfTheStreamIsNoWayToHaveMuchDeliveredForALittle() {
        try (RawStream stream = RawStream.plain(server)) {
            String header =
                    RawStream.header("localhost")
                            .replace(
                                    "' version='1.0'>",
                                    "' xml:lang='" + "x".repeat(5_000) + "' version='1.0'>");
            RawClient client = RawClient.authenticated(stream, server.account(), header);
            client.bind("x");
            client.available();
            client.chat(client.bare(), "small");
            assertThat(client.message().attr("xml:lang")).isEmpty();
        }
    }
}
