package dev.hermod.it.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.Sasl;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.TlsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class TlsTest {
    private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    private final HermodServer server;

    TlsTest(HermodServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Spec("RFC 6120 5")
    void startTlsSecuresTheStream(String version) {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.startTls(TlsClient.trusting().alpn().version(version));
            assertThat(((SSLSocket) stream.socket()).getSession().getProtocol()).isEqualTo(version);
            assertThat(stream.open().has("mechanisms", Sasl.NAMESPACE)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Spec("XEP-0368 3")
    void directTlsAgreesOnXmppClient(String version) {
        try (RawStream stream = RawStream.tls(server, TlsClient.trusting().version(version))) {
            SSLSocket socket = (SSLSocket) stream.socket();
            assertThat(socket.getApplicationProtocol()).isEqualTo("xmpp-client");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(stream.open().has("starttls", "urn:ietf:params:xml:ns:xmpp-tls")).isFalse();
        }
    }

    @Test
    @Spec("XEP-0368 3")
    void directTlsWithoutAlpnIsTaken() {
        try (RawStream stream = RawStream.tls(server, TlsClient.trusting().alpn())) {
            assertThat(stream.open().has("mechanisms", Sasl.NAMESPACE)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "xmpp-server"})
    @Spec("RFC 7301 3.2")
    void directTlsWithOnlyAnotherProtocolIsRefused(String protocol) {
        TlsClient tls = TlsClient.trusting().alpn(protocol);
        assertThatThrownBy(() -> RawStream.tls(server, tls).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no_application_protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    @Spec("RFC 8996")
    void oldTlsIsRefused(String version) {
        TlsClient tls = TlsClient.trusting().version(version);
        assertThatThrownBy(() -> RawStream.tls(server, tls).close())
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    @Spec("RFC 6120 5.4.3.3")
    void bytesInTheClearBehindStartTlsAreNeverReadAsTheClients() {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.send(STARTTLS + RawStream.header("localhost") + "<auth/>");
            assertThat(stream.ended()).isNotEmpty();
        }
    }

    @Test
    @Spec("RFC 6120 5.4.2.2")
    void startTlsOnTlsIsRefused() {
        try (RawStream stream = RawStream.tls(server)) {
            stream.open();
            stream.send(STARTTLS);
            assertThat(stream.element().is("failure", "urn:ietf:params:xml:ns:xmpp-tls")).isTrue();
            stream.closed();
        }
    }

    @Test
    void garbageInsteadOfAHandshakeEndsTheConnection() throws IOException {
        try (RawStream stream = RawStream.plain(server)) {
            stream.open();
            stream.send(STARTTLS);
            stream.element();
            stream.send("this is no ClientHello, and long enough to be read as a record");
            stream.socket().setSoTimeout(30_000);
            assertThat(stream.socket().getInputStream().readAllBytes().length).isLessThan(100);
        }
    }

    @Test
    @Spec("RFC 6120 5.3.1")
    void sessionOverStartTlsWorks() {
        RawStream stream = RawStream.plain(server);
        stream.open();
        stream.startTls();
        try (RawClient client = RawClient.authenticated(stream, server.account())) {
            assertThat(client.bind("secure").attr("type")).isEqualTo("result");
        }
    }
}
