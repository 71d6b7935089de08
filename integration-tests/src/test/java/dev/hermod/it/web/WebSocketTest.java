package dev.hermod.it.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Spec("RFC 7395")
@ExtendWith(SharedServer.class)
class WebSocketTest {
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

    @Test
    void messagesCrossBetweenWebSocketAndTcp(HermodServer server) {
        Account account = server.account();
        try (var web = WebClient.login(WebStream.plain(server), account).available();
                var tcp = RawClient.login(server, server.account()).available()) {
            tcp.chat(web.jid(), "from TCP, ü and \uD83D\uDE00");
            assertThat(web.body()).isEqualTo("from TCP, ü and \uD83D\uDE00");
            web.chat(tcp.jid(), "from the web");
            assertThat(tcp.message().body()).isEqualTo("from the web");
        }
    }

    @Spec("RFC 7395 3.4")
    @Test
    void openIsAnsweredByOpenAndFeaturesWithTheirPrefix(HermodServer server) {
        try (var stream = WebStream.plain(server)) {
            stream.send(
                    "<open xmlns='%s' to='localhost' version='1.0'/>".formatted(WebStream.FRAMING));
            String open = stream.next();
            assertThat(open).startsWith("<open ").endsWith("/>").doesNotContain("<?xml");
            assertThat(Xml.parse(open).attr("from")).isEqualTo("localhost");
            assertThat(Xml.parse(open).attr("version")).isEqualTo("1.0");
            assertThat(Xml.parse(open).attr("id")).hasSizeGreaterThanOrEqualTo(32);
            String features = stream.next();
            assertThat(features).startsWith("<stream:features ");
            assertThat(Xml.parse(features).is("features", WebStream.STREAMS)).isTrue();
        }
    }

    @Spec("RFC 7395 3.8")
    @Test
    void tlsIsNeverNegotiatedInsideOfAWebSocket(HermodServer server) {
        try (var plain = WebStream.plain(server);
                var tls = WebStream.tls(server)) {
            assertThat(plain.open("localhost").has("starttls", TLS)).isFalse();
            assertThat(tls.open("localhost").has("starttls", TLS)).isFalse();
            plain.send("<starttls xmlns='%s'/>".formatted(TLS));
            assertThat(plain.element().is("failure", TLS)).isTrue();
            assertThat(plain.element().is("close", WebStream.FRAMING)).isTrue();
        }
    }

    @Test
    void tlsOfTheWebSocketCountsForSasl(HermodServer server) {
        Account account = server.account();
        try (var plain = WebStream.plain(server);
                var tls = WebStream.tls(server)) {
            assertThat(mechanisms(plain.open("localhost"))).doesNotContain("PLAIN");
            assertThat(mechanisms(tls.open("localhost")))
                    .contains("PLAIN", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");
            Xml end = new Sasl(tls).plain(account.localpart(), account.password());
            assertThat(end.is("success", Sasl.NAMESPACE)).isTrue();
        }
    }

    private static List<String> mechanisms(Xml features) {
        return features.child("mechanisms", Sasl.NAMESPACE).children().stream()
                .map(Xml::text)
                .toList();
    }

    @Spec("RFC 7395 3.6")
    @Test
    void closeOfTheClientIsAnsweredAndThenTheWebSocketIsClosed(HermodServer server) {
        try (var stream = WebStream.plain(server)) {
            stream.open("localhost");
            stream.send("<close xmlns='%s'/>".formatted(WebStream.FRAMING));
            assertThat(stream.element().is("close", WebStream.FRAMING)).isTrue();
            assertThat(stream.next()).isEqualTo("closed 1000");
        }
    }

    @Spec("RFC 7395 3.5")
    @Test
    void streamErrorComesBeforeClose(HermodServer server) {
        try (var stream = WebStream.plain(server)) {
            stream.send(
                    "<open xmlns='%s' to='elsewhere.example' version='1.0'/>"
                            .formatted(WebStream.FRAMING));
            assertThat(stream.element().is("open", WebStream.FRAMING)).isTrue();
            assertThat(stream.error()).isEqualTo("host-unknown");
            stream.send("<close xmlns='%s'/>".formatted(WebStream.FRAMING));
            assertThat(stream.next()).isEqualTo("closed 1000");
        }
    }

    @Test
    void webSocketIsClosedAlsoWhereTheClientDoesNotCloseItsStream(HermodServer server) {
        try (var stream = WebStream.plain(server)) {
            stream.open("localhost");
            stream.send("<presence xmlns='jabber:client'/>");
            assertThat(stream.error()).isEqualTo("not-authorized");
            assertThat(stream.next()).isEqualTo("closed 1000");
        }
    }

    @Spec("RFC 7395 3.3")
    @Test
    void messageIsOneElementAndNothingElse(HermodServer server) {
        for (String message :
                List.of(
                        "<iq xmlns='jabber:client'/><iq xmlns='jabber:client'/>",
                        "<iq xmlns='jabber:client'/> text",
                        "<iq xmlns='jabber:client'>",
                        "<iq xmlns='jabber:client'",
                        "</stream:stream>")) {
            try (var stream = WebStream.plain(server)) {
                stream.open("localhost");
                stream.send(message);
                assertThat(stream.error()).as(message).isEqualTo("bad-format");
            }
        }
    }

    @Test
    void streamHeaderOfTcpIsRefused(HermodServer server) {
        try (var stream = WebStream.plain(server)) {
            stream.send(RawStream.header("localhost"));
            assertThat(stream.element().is("open", WebStream.FRAMING)).isTrue();
            assertThat(stream.error()).isIn("restricted-xml", "not-well-formed", "bad-format");
        }
    }

    @Test
    void messageMayComeInPartsWithPingsBetween(HermodServer server) throws Exception {
        Account account = server.account();
        try (var stream = WebStream.plain(server);
                var client = WebClient.login(stream, account)) {
            stream.part("<iq xmlns='jabber:client' type='get' id='pa", false);
            stream.socket().sendPing(ByteBuffer.wrap("there?".getBytes(UTF_8))).get();
            stream.part("rts'><ping xmlns='urn:xmpp:pi", false);
            stream.part("ng'/></iq>", true);
            Xml answer = client.receive(stanza -> stanza.name().equals("iq"));
            assertThat(answer.attr("id")).isEqualTo("parts");
            assertThat(answer.attr("type")).isEqualTo("result");
        }
    }

    @Test
    void binaryMessageEndsTheWebSocket(HermodServer server) throws Exception {
        try (var stream = WebStream.plain(server)) {
            stream.open("localhost");
            stream.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).get();
            assertThat(stream.next()).isEqualTo("closed 1003");
        }
    }

    @Test
    void limitOnStanzasHoldsBeforeAndAfterTheLogin(HermodServer server) {
        try (var stream = WebStream.plain(server)) {
            stream.open("localhost");
            stream.send("<auth xmlns='%s'>%s</auth>".formatted(Sasl.NAMESPACE, "x".repeat(11_000)));
            assertThat(stream.error()).isEqualTo("policy-violation");
        }
        try (var stream = WebStream.plain(server);
                var client = WebClient.login(stream, server.account()).available()) {
            client.chat(client.jid(), "x".repeat(200_000));
            assertThat(client.body()).hasSize(200_000);
            client.chat(client.jid(), "x".repeat(270_000));
            assertThat(stream.error()).isEqualTo("policy-violation");
        }
    }

    @Test
    void sessionGoesOnFromWebSocketOverTcpAndBack(HermodServer server) {
        Account account = server.account();
        try (var friend = RawClient.login(server, server.account()).available()) {
            var web = WebClient.login(WebStream.plain(server), account);
            String id = web.manage();
            web.available();
            String jid = web.jid();
            web.close();
            friend.chat(jid, "while away");

            var tcp = RawClient.authenticated(RawStream.plain(server), account);
            tcp.send("<resume xmlns='%s' previd='%s' h='1'/>".formatted(WebClient.MANAGEMENT, id));
            Xml resumed = tcp.receive(element -> element.namespace().equals(WebClient.MANAGEMENT));
            assertThat(resumed.name()).isEqualTo("resumed");
            assertThat(tcp.message().body()).isEqualTo("while away");
            tcp.die();
            friend.chat(jid, "away again");

            try (var back = WebClient.authenticated(WebStream.tls(server), account)) {
                assertThat(back.resume(id, 2).name()).isEqualTo("resumed");
                assertThat(back.body()).isEqualTo("away again");
            }
        }
    }

    @Spec("RFC 7395 3.1")
    @Test
    void subprotocolIsNeeded(HermodServer server) {
        assertThatThrownBy(() -> WebStream.connect("ws", server.address("http"), each -> each))
                .hasStackTraceContaining("WebSocketHandshakeException");
        try (var stream =
                WebStream.connect(
                        "ws",
                        server.address("http"),
                        each ->
                                each.subprotocols("mqtt", "xmpp")
                                        .header("Origin", "https://a.example"))) {
            assertThat(stream.socket().getSubprotocol()).isEqualTo("xmpp");
        }
    }
}
