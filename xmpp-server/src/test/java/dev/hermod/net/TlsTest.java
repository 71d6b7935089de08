package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermod.auth.ChannelBindingType;
import dev.hermod.net.certificate.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
    @TempDir private Path directory;
    private final TestServer server = new TestServer();
    private Certificates certificates;

    @BeforeEach
    void makesFiles() {
        certificates = new Certificates(directory);
    }

    @AfterEach
    void closes() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void streamGoesOnInsideTlsAfterStartTls(TlsProvider provider) throws Exception {
        var port = startTls(provider).port();
        try (var client = new TestClient(port)) {
            client.open();
            client.askForTls();
            client.secureFor("example.org");
            client.open();
            client.send("<message id='1'/></stream:stream>");

            assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
        }
        awaitEvents(
                "opened",
                "starttls:null",
                "secured",
                "opened",
                "message:1",
                "closed",
                "disconnected");
        assertThat(server.stream().cause.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void largeStanzasPassThroughTlsBothWays(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        server.onAccept =
                stream ->
                        stream.onElement = (connection, element) -> connection.write(element, null);
        try (var client = new TestClient(port)) {
            client.secureFor("example.org");
            client.open();
            var message = "<message id='1'><body>" + "x".repeat(200_000) + "</body></message>";
            client.send(message);

            assertThat(client.readUntil("</message>")).hasSize(message.length());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void endPointBindingIsTheHashOfTheCertificateShown(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            var session = client.secureFor("example.org").getSession();
            var shown = session.getPeerCertificates()[0].getEncoded();

            assertThat(binding(ChannelBindingType.TLS_SERVER_END_POINT))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(shown));
        }
    }

    @Test
    void exporterBindingIsWhatTheClientExports() throws Exception {
        var port = direct(TlsProvider.JDK).port();
        try (var client = new TestClient(port)) {
            var session = (ExtendedSSLSession) client.secureFor("example.org").getSession();
            var exported =
                    session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);

            assertThat(binding(ChannelBindingType.TLS_EXPORTER)).isEqualTo(exported).hasSize(32);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void tls12HasNoExporterBinding(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            client.secure(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));

            awaitEvents("secured");
            var tls = Objects.requireNonNull(server.stream().tls.get());
            assertThat(tls.protocol()).isEqualTo("TLSv1.2");
            assertThat(tls.cipherSuite()).startsWith("TLS_ECDHE_ECDSA_");
            assertThat(tls.bindings()).containsOnlyKeys(ChannelBindingType.TLS_SERVER_END_POINT);
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void olderTlsIsRefused(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            // The JDK refuses to speak it too, so the hello is written by hand: TLS 1.1, one suite,
            // no extensions.
            client.send(hello(0x0302));

            assertThat(client.socket().getInputStream().readAllBytes()).startsWith(21, 3);
        }
        awaitEvents("disconnected");
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void renegotiationIsRefused(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            var socket =
                    client.secure(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));
            client.open();

            assertThatThrownBy(
                            () -> {
                                socket.startHandshake();
                                client.send("<message id='after'/>");
                                client.readToEnd();
                                throw new SSLException("the server ended it in good order");
                            })
                    .isInstanceOf(IOException.class);
            awaitEvents("secured", "opened", "disconnected");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void certificateIsChosenByTheDomainTheClientNames(TlsProvider provider) throws Exception {
        var store =
                server.certificates(
                        certificates.make("one", "one.example"),
                        certificates.make("two", "two.example"));
        var port =
                server.listen(new Encryption.Direct(server.tls(store, provider), "xmpp-client"))
                        .port();

        assertThat(shown(port, "two.example")).contains("two.example");
        assertThat(shown(port, "one.example")).contains("one.example");
        assertThat(shown(port, "three.example")).contains("one.example");
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void replacedCertificateIsShownToNewConnections(TlsProvider provider) throws Exception {
        var store = server.certificates(certificates.make("server", "before.example"));
        var port =
                server.listen(new Encryption.Direct(server.tls(store, provider), "xmpp-client"))
                        .port();
        try (var client = new TestClient(port)) {
            client.secureFor("before.example");
            client.open();
            for (int i = 0; i < 3; i++) {
                certificates.make("server", "after%d.example".formatted(i));
                store.refresh();
                assertThat(shown(port, "before.example")).contains("after%d.example".formatted(i));
            }
            client.send("</stream:stream>");
            assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void sharedApplicationProtocolIsChosen(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            var socket =
                    client.secure(parameters ->
                            parameters.setApplicationProtocols(new String[] {"h2", "xmpp-client"}));

            assertThat(socket.getApplicationProtocol()).isEqualTo("xmpp-client");
            client.open();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void absentApplicationProtocolIsAccepted(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            assertThat(client.secureFor("example.org").getApplicationProtocol()).isEmpty();
            client.open();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void otherApplicationProtocolIsRefusedWithItsAlert(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            assertThatThrownBy(() ->
                            client.secure(parameters ->
                                    parameters.setApplicationProtocols(
                                            new String[] {"h2", "xmpp-server"})))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
        }
        awaitEvents("disconnected");
        assertThat(server.stream().cause.get()).isInstanceOf(TlsRefused.class);
    }

    @Test
    void bytesBehindStartTlsCloseTheConnection() throws Exception {
        var port = startTls(TlsProvider.JDK).port();
        try (var client = new TestClient(port)) {
            client.open();
            client.send(
                    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><message id='injected'/>");

            assertThat(client.readToEnd()).doesNotContain("injected");
        }
        awaitEvents("opened", "starttls:null", "disconnected");
        assertThat(server.stream().cause.get()).isInstanceOf(TlsRefused.class);
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void garbageInPlaceOfTheHandshakeClosesTheConnection(TlsProvider provider) throws Exception {
        var port = startTls(provider).port();
        try (var client = new TestClient(port)) {
            client.open();
            client.askForTls();
            client.send("<message id='in the clear'/>");

            assertThat(client.readToEnd()).doesNotContain("message");
        }
        awaitEvents("opened", "starttls:null", "disconnected");
        assertThat(server.stream().cause.get()).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsWrittenInTheClearDuringTheHandshake() throws Exception {
        var port = startTls(TlsProvider.JDK).port();
        try (var client = new TestClient(port)) {
            client.open();
            client.askForTls();
            var connection = server.stream().connection;
            connection.execute(() -> connection.writeText("a secret"));
            connection.execute(connection::close);

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void handshakeThatTakesTooLongIsEnded(TlsProvider provider) throws Exception {
        var tls =
                server.tls(
                        server.certificates(certificates.make("server", "example.org")), provider);
        var options = new TcpOptions(16, Duration.ofSeconds(1), Duration.ofSeconds(30), 1024, 2048);
        var port =
                server.listen(
                                new Encryption.Direct(tls, "xmpp-client"),
                                options,
                                new AddressLimit(9))
                        .port();
        try (var client = new TestClient(port)) {
            client.send(new byte[] {22, 3, 1});

            assertThat(client.socket().getInputStream().read()).isNegative();
        }
        awaitEvents("disconnected");
        assertThat(server.stream().cause.get()).hasMessageContaining("too long");
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void clientThatBreaksOffTheHandshakeIsGone(TlsProvider provider) throws Exception {
        var port = direct(provider).port();
        try (var client = new TestClient(port)) {
            client.send(new byte[] {22, 3, 1, 0, 90, 1, 0});
        }
        awaitEvents("disconnected");
        assertThat(server.stream().disconnections).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void sessionsThatAreResumedHaveTheSameCertificateAndOtherExporterData(TlsProvider provider)
            throws Exception {
        var port = direct(provider).port();
        var context = TestClient.context();
        for (int i = 0; i < 2; i++) {
            try (var client = new TestClient(port)) {
                client.secure(context, _ -> {});
                client.open();
                client.send("</stream:stream>");
                client.readToEnd();
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> server.streams.size() == 2);
        var first = Objects.requireNonNull(server.streams.getFirst().tls.get()).bindings();
        var second = Objects.requireNonNull(server.streams.getLast().tls.get()).bindings();
        assertThat(second.get(ChannelBindingType.TLS_SERVER_END_POINT))
                .isEqualTo(first.get(ChannelBindingType.TLS_SERVER_END_POINT));
        if (provider == TlsProvider.JDK) {
            assertThat(second.get(ChannelBindingType.TLS_EXPORTER))
                    .isNotEqualTo(first.get(ChannelBindingType.TLS_EXPORTER));
        }
    }

    private TcpListener startTls(TlsProvider provider) throws Exception {
        var store = server.certificates(certificates.make("server", "example.org"));
        return server.listen(new Encryption.StartTls(server.tls(store, provider)));
    }

    private TcpListener direct(TlsProvider provider) throws Exception {
        var store = server.certificates(certificates.make("server", "example.org"));
        return server.listen(new Encryption.Direct(server.tls(store, provider), "xmpp-client"));
    }

    private byte[] binding(ChannelBindingType type) {
        awaitEvents("secured");
        var tls = Objects.requireNonNull(server.stream().tls.get());
        return Objects.requireNonNull(tls.bindings().get(type));
    }

    private static String shown(int port, String domain) throws Exception {
        try (var client = new TestClient(port)) {
            SSLSocket socket = client.secureFor(domain);
            var certificate =
                    (java.security.cert.X509Certificate)
                            socket.getSession().getPeerCertificates()[0];
            return String.valueOf(certificate.getSubjectAlternativeNames());
        }
    }

    private void awaitEvents(String... expected) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.stream().events).containsExactly(expected));
    }

    private static byte[] hello(int version) {
        var hello = new byte[9 + 34 + 1 + 4 + 2];
        byte high = (byte) (version >> 8);
        byte low = (byte) version;
        byte[] start = {22, 3, 1, 0, 45, 1, 0, 0, 41, high, low};
        System.arraycopy(start, 0, hello, 0, start.length);
        byte[] end = {0, 0, 2, (byte) 0xC0, 0x09, 1, 0};
        System.arraycopy(end, 0, hello, 9 + 34, end.length);
        return hello;
    }
}
