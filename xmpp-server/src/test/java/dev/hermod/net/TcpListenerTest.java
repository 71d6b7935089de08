package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermod.xml.XmlLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestServer server = new TestServer();

    @AfterEach
    void closes() {
        server.close();
    }

    @Test
    void portThatIsTakenIsNamedWithItsListener() throws Exception {
        int port = server.listen(new Encryption.None()).port();

        assertThatThrownBy(() -> server.listen(settings("127.0.0.1", port), new AddressLimit(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listener c2s cannot open 127.0.0.1 port " + port)
                .hasMessageContaining("in use");
    }

    @Test
    void unknownHostIsNamed() {
        assertThatThrownBy(() ->
                        server.listen(settings("no.such.host.invalid", 0), new AddressLimit(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void everyAddressIncludesIpv4() throws Exception {
        int port = server.listen(settings("::", 0), new AddressLimit(1)).port();
        try (var client = new TestClient(port)) {
            client.open();
            assertThat(server.stream().connection.peer().getAddress())
                    .isInstanceOf(Inet4Address.class);
            assertThat(server.stream().connection.listener()).isEqualTo("c2s");
        }
    }

    @Test
    void closedListenerKeepsItsConnections() throws Exception {
        var listener = server.listen(new Encryption.None());
        try (var client = new TestClient(listener.port())) {
            client.open();
            listener.close();

            assertThatThrownBy(() -> new TestClient(listener.port()).close())
                    .isInstanceOf(ConnectException.class);
            client.send("</stream:stream>");
            assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
        }
    }

    @Test
    void oneConnectionTooManyFromAnAddressIsClosed() throws Exception {
        var limit = new AddressLimit(2);
        int port = server.listen(new Encryption.None(), TcpOptions.DEFAULT, limit).port();
        try (var first = new TestClient(port);
                var second = new TestClient(port)) {
            first.open();
            second.open();
            assertRefused(port);
            assertRefused(port);
            first.send("</stream:stream>");
            first.readToEnd();
        }
        await().atMost(PATIENCE)
                .until(() ->
                        server.streams.stream()
                                .allMatch(stream -> stream.disconnections.get() == 1));
        try (var again = new TestClient(port)) {
            again.open();
        }
        assertThat(server.streams).hasSize(3);
    }

    @Test
    void connectionWhoseStreamCannotBeMadeIsClosed() throws Exception {
        server.onAccept =
                _ -> {
                    throw new IllegalStateException("as the test wants it");
                };
        int port = server.listen(new Encryption.None()).port();

        assertRefused(port);
    }

    @Test
    void connectionsWorkWithoutNativeCode() throws Exception {
        server.close();
        server = new TestServer(EventLoops.startNio(1, new SimpleMeterRegistry()));
        int port = server.listen(new Encryption.None()).port();
        try (var client = new TestClient(port)) {
            client.open();
            client.send("<message id='1'/></stream:stream>");
            assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
        }
    }

    @Test
    void closingTheEventLoopsEndsEveryConnectionOnce() throws Exception {
        int port = server.listen(new Encryption.None()).port();
        try (var client = new TestClient(port)) {
            client.open();
            var stream = server.stream();
            server.loops.close();

            assertThat(client.readToEnd()).isEmpty();
            await().atMost(PATIENCE).until(() -> stream.disconnections.get() == 1);
            // Must be harmless: work from elsewhere may still arrive.
            stream.connection.execute(() -> stream.connection.writeText("too late"));
        }
    }

    private static void assertRefused(int port) throws IOException {
        try (var client = new TestClient(port)) {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    private static ListenerSettings settings(String host, int port) {
        return new ListenerSettings(
                "c2s",
                host,
                port,
                new Encryption.None(),
                "jabber:client",
                XmlLimits.DEFAULT,
                TcpOptions.DEFAULT);
    }
}
