package dev.hermod.it.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.Scram;
import dev.hermod.it.SharedServer;
import dev.hermod.it.TlsClient;
import dev.hermod.it.Xml;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What broke other servers and clients, by product and number of the report; what concerns
/// protocols that are not here yet is listed in `docs/testing.md`.
@ExtendWith(SharedServer.class)
class KnownFailuresTest {
    private static final String BILLION_LAUGHS =
            "<!DOCTYPE lolz [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";

    private final HermodServer server;

    KnownFailuresTest(HermodServer server) {
        this.server = server;
    }

    @Test
    void ejabberd20111753AndProsody20220217BillionLaughs() {
        for (String before : List.of("", "<?xml version='1.0'?>", Attack.HEADER)) {
            try (RawStream stream = RawStream.plain(server)) {
                stream.send(before + BILLION_LAUGHS + Attack.HEADER + "<auth>&b;</auth>");
                assertThat(stream.error()).isIn("restricted-xml", "not-well-formed");
            }
        }
        try (RawClient client = server.client()) {
            client.send("<message><body>&b;</body></message>");
            assertThat(client.stream().error()).isIn("restricted-xml", "not-well-formed");
        }
    }

    @Test
    void prosody202643507MemoryBeforeLogin() {
        for (String much :
                List.of(
                        "<auth>" + "<a/>".repeat(500),
                        "<auth a='" + "=".repeat(500),
                        "<auth>" + "x".repeat(20_000))) {
            try (RawStream stream = RawStream.plain(server)) {
                stream.open();
                assertThat(stream.send(much).error()).isEqualTo("policy-violation");
            }
        }
    }

    @Test
    void openfire20142741CompressionBombs() {
        try (RawStream stream = RawStream.plain(server)) {
            assertThat(stream.open().toString()).doesNotContain("compress");
            stream.send(
                    "<compress xmlns='http://jabber.org/protocol/compress'><method>zlib</method></compress>");
            assertThat(stream.error()).isEqualTo("unsupported-stanza-type");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0bc2f626f64793e", // overlong <
                "e080bc",
                "eda0bdedb880", // a surrogate pair
                "f4908080",
                "f888808080",
            })
    void zoom202222784SmugglingByBytesThatAreNoUtf8(String hex) {
        try (RawClient client = server.client()) {
            client.stream().send("<message to='" + client.bare() + "'><body>");
            client.stream().send(HexFormat.of().parseHex(hex));
            client.stream().send("</body></message>");
            assertThat(client.stream().error()).isEqualTo("not-well-formed");
        }
    }

    @Test
    void zoom202222784SmugglingByTextThatLooksLikeStanzas() {
        String smuggled =
                "</body></message><message from='admin@localhost'><body>x</body></message>";
        String escaped = smuggled.replace("<", "&lt;").replace("'", "&apos;");
        try (RawClient receiver = server.client().available();
                RawClient sender = server.client()) {
            sender.send(
                    "<message to='%s' id='%s' xmlns:p='%s'><body>%s</body><p:x a='%s'/></message>"
                            .formatted(receiver.bare(), escaped, escaped, escaped, escaped));
            sender.send(
                    "<message to='%s'><body><![CDATA[%s]]></body></message>"
                            .formatted(receiver.bare(), smuggled));
            Xml first = receiver.message();
            assertThat(first.attr("from")).isEqualTo(sender.jid());
            assertThat(first.attr("id")).isEqualTo(smuggled);
            assertThat(first.body()).isEqualTo(smuggled);
            assertThat(first.child("x", smuggled).attr("a")).isEqualTo(smuggled);
            assertThat(receiver.message().body()).isEqualTo(smuggled);
            assertThat(receiver.bodies()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/setup/setup-s/%u002e%u002e/%u002e%u002e/log.jsp",
                "/health/..;/console",
                "/health/%2e%2e/%2e%2e/etc/passwd",
                "//health//live/../../",
                "/health/live/..%2f..%2fapi/v1/accounts",
                "/..%c0%af..%c0%afetc/passwd",
                "http://localhost/api/v1/accounts",
                "/api/v1/accounts",
                "/console",
            })
    void openfire202332315AdminConsoleByPathTraversal(String path) throws IOException {
        InetSocketAddress admin = server.address("admin");
        assertThat(admin.getAddress().isLoopbackAddress()).isTrue();
        try (Socket socket = new Socket(admin.getAddress(), admin.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                    .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 (400|401|403|404) .*").doesNotContain("root:");
        }
    }

    @Test
    void openfire202559154LoginByCertificateIsNotThere() {
        try (RawStream stream = RawStream.tls(server)) {
            assertThat(stream.open().toString()).doesNotContain("EXTERNAL");
            Xml failure = new Sasl(stream).auth("EXTERNAL", "");
            assertThat(failure.has("invalid-mechanism", Sasl.NAMESPACE)).isTrue();
        }
    }

    @Test
    void ejabberd2607PlainAsOneUserSessionAsAnother() {
        Account mine = server.account();
        Account other = server.account();
        for (String authzid : List.of(other.jid(), other.localpart(), "@", mine.jid() + "/x")) {
            try (RawStream stream = RawStream.tls(server)) {
                stream.open();
                Sasl sasl = new Sasl(stream);
                Xml answer =
                        sasl.auth(
                                "PLAIN",
                                authzid + "\0" + mine.localpart() + "\0" + mine.password());
                assertThat(answer.is("failure", Sasl.NAMESPACE)).as(authzid).isTrue();
                Scram scram =
                        new Scram(
                                "SHA-256",
                                mine.localpart(),
                                mine.password(),
                                "n,a=" + authzid + ",",
                                new byte[0]);
                assertThat(sasl.scram("SCRAM-SHA-256", scram).is("failure", Sasl.NAMESPACE))
                        .as(authzid)
                        .isTrue();
            }
        }
    }

    @Test
    void ejabberd2607SqlInText() {
        String evil = "x'); DROP TABLE account; -- \\' \" %s $1 ? {0}";
        String escaped = evil.replace("'", "&apos;").replace("\"", "&quot;");
        try (RawClient client = server.client().available()) {
            client.iq(
                    "set",
                    "",
                    "<query xmlns='jabber:iq:roster'><item jid='a$1?%s{0}\\@b.example' name='"
                            + escaped
                            + "'><group>"
                            + escaped
                            + "</group></item></query>");
            Xml item =
                    client.iq("get", "", "<query xmlns='jabber:iq:roster'/>")
                            .child("query")
                            .child("item");
            assertThat(item.attr("name")).isEqualTo(evil);
            assertThat(item.attr("jid")).isEqualTo("a$1?%s{0}\\@b.example");
            client.chat(client.bare(), escaped);
            assertThat(client.message().body()).isEqualTo(evil);
        }
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            Xml answer = new Sasl(stream).plain("user0\u2019 OR 1=1; --", "x");
            assertThat(answer.is("failure", Sasl.NAMESPACE)).isTrue();
        }
    }

    @Test
    void ejabberd2504OnlyTheFirstForgedElementIsTakenOut() {
        try (RawClient receiver = server.client().available();
                RawClient sender = server.client()) {
            String by = "<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='%s'/>";
            String forged =
                    Stream.of(
                                    receiver.bare(),
                                    receiver.bare().toUpperCase(Locale.ROOT),
                                    sender.bare(),
                                    "@")
                            .map(by::formatted)
                            .reduce("", (all, one) -> all + one + one);
            for (String to : List.of(receiver.bare(), receiver.jid())) {
                sender.send(
                        "<message to='%s' type='chat'>%s<body>x</body></message>"
                                .formatted(to, forged));
                Xml message = receiver.message();
                assertThat(
                                message.children().stream()
                                        .filter(child -> child.is("stanza-id", "urn:xmpp:sid:0"))
                                        .map(child -> child.attr("id")))
                        .as("to %s", to)
                        .hasSize(1)
                        .doesNotContain("forged");
            }
        }
    }

    @Test
    void smack201610027BytesBehindStartTls() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.send(
                    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                            + "<auth xmlns='"
                            + Sasl.NAMESPACE
                            + "' mechanism='PLAIN'>AHgAeQ==</auth>");
            assertThat(stream.ended()).isNotEmpty();
        }
        try (RawStream stream = RawStream.plain(server)) {
            assertThat(stream.open().toString()).doesNotContain(">PLAIN<");
            stream.startTls();
            assertThat(stream.open().has("starttls", "urn:ietf:params:xml:ns:xmpp-tls")).isFalse();
        }
    }

    @Test
    void prosody202132920RenegotiationFlood() throws IOException {
        try (RawStream stream = RawStream.tls(server, TlsClient.trusting().version("TLSv1.2"))) {
            stream.open();
            SSLSocket socket = (SSLSocket) stream.socket();
            socket.startHandshake();
            assertThat(stream.ended()).isNotEmpty();
        }
    }

    @Test
    void jabberRu2023InterceptorWithAValidCertificate() {
        Account account = server.account();
        for (String type : List.of("tls-exporter", "tls-server-end-point")) {
            try (RawStream stream = RawStream.tls(server)) {
                stream.open();
                // What the client sees is the interceptor's certificate and session.
                Scram scram =
                        new Scram(
                                "SHA-256",
                                account.localpart(),
                                account.password(),
                                "p=" + type + ",,",
                                new byte[32]);
                Xml answer = new Sasl(stream).scram("SCRAM-SHA-256-PLUS", scram);
                assertThat(answer.has("not-authorized", Sasl.NAMESPACE)).isTrue();
            }
        }
    }
}
