package dev.hermod.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.net.certificate.SelfSigned;
import dev.hermod.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyHeaderTest {
    private static final String V1 = "PROXY TCP4 203.0.113.9 127.0.0.1 4000 5222\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private final TestServer server = new TestServer();

    @TempDir @Nullable Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    private int listen(Encryption encryption, String proxy) throws Exception {
        var settings =
                new ListenerSettings(
                        "test",
                        "127.0.0.1",
                        0,
                        encryption,
                        "jabber:client",
                        XmlLimits.DEFAULT,
                        TcpOptions.DEFAULT,
                        TrustedProxies.of(List.of(proxy)));
        return server.listen(settings, new AddressLimit(100)).port();
    }

    private String peer() {
        return server.stream().connection.peer().getAddress().getHostAddress();
    }

    @Test
    void clientIsWhoTheProxySaysInText() throws Exception {
        int port = listen(new Encryption.None(), "127.0.0.1");
        try (var client = new TestClient(port)) {
            client.send(V1 + RecordingStream.HEADER);
            client.readUntil(RecordingStream.HEADER);
            assertThat(peer()).isEqualTo("203.0.113.9");
            assertThat(server.stream().connection.peer().getPort()).isEqualTo(4000);
            assertThat(server.stream().connection.tls()).isNull();
        }
    }

    @Test
    void headerAndStreamMayComeByteByByte() throws Exception {
        int port = listen(new Encryption.None(), "127.0.0.1");
        try (var client = new TestClient(port)) {
            for (byte one : (V1 + RecordingStream.HEADER).getBytes(UTF_8)) {
                client.send(new byte[] {one});
            }
            client.readUntil(RecordingStream.HEADER);
            assertThat(peer()).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void clientIsWhoTheProxySaysInBytesAndItsTlsCounts() throws Exception {
        int port = listen(new Encryption.None(), "127.0.0.1");
        // PROXY, TCP over IPv4, 12 bytes of addresses, 8 of PP2_TYPE_SSL: a client with TLS.
        String header =
                SIGNATURE
                        + "2111"
                        + "0014"
                        + "cb007109"
                        + "7f000001"
                        + "0fa0"
                        + "1466"
                        + "200005"
                        + "01"
                        + "00000000";
        try (var client = new TestClient(port)) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(HexFormat.of().parseHex(header));
            bytes.writeBytes(RecordingStream.HEADER.getBytes(UTF_8));
            client.send(bytes.toByteArray());
            client.readUntil(RecordingStream.HEADER);
            assertThat(peer()).isEqualTo("203.0.113.9");
            assertThat(server.stream().connection.tls()).isEqualTo(Client.PROXY_TLS);
            assertThat(server.stream().connection.canStartTls()).isFalse();
        }
    }

    @Test
    void proxyMaySpeakForItself() throws Exception {
        int port = listen(new Encryption.None(), "127.0.0.1");
        try (var client = new TestClient(port)) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(HexFormat.of().parseHex(SIGNATURE + "2000" + "0000"));
            bytes.writeBytes(RecordingStream.HEADER.getBytes(UTF_8));
            client.send(bytes.toByteArray());
            client.readUntil(RecordingStream.HEADER);
            assertThat(peer()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void tlsFollowsBehindTheHeader() throws Exception {
        var files =
                new SelfSigned(
                                java.util.Objects.requireNonNull(directory),
                                Clock.systemUTC(),
                                new SecureRandom())
                        .ensure(List.of("localhost"));
        var tls = server.tls(server.certificates(files), TlsProvider.JDK);
        int port = listen(new Encryption.Direct(tls, "xmpp-client"), "127.0.0.1");
        try (var client = new TestClient(port)) {
            client.send(V1);
            client.secureFor("localhost");
            client.open();
            assertThat(peer()).isEqualTo("203.0.113.9");
            assertThat(server.stream().connection.tls()).isNotNull();
        }
    }

    @Test
    void proxyWithoutHeaderIsRefused() throws Exception {
        int port = listen(new Encryption.None(), "127.0.0.1");
        try (var client = new TestClient(port)) {
            client.send(RecordingStream.HEADER);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(server.streams).isEmpty();
        }
    }

    @Test
    void strangersAreNotBelieved() throws Exception {
        int port = listen(new Encryption.None(), "10.0.0.1");
        try (var client = new TestClient(port)) {
            client.send(V1 + RecordingStream.HEADER);
            assertThat(client.readToEnd()).contains("error");
            assertThat(peer()).isEqualTo("127.0.0.1");
        }
    }
}
