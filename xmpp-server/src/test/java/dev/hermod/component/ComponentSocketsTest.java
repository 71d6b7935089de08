package dev.hermod.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.net.AddressLimit;
import dev.hermod.net.Encryption;
import dev.hermod.net.EventLoops;
import dev.hermod.net.ListenerSettings;
import dev.hermod.net.TcpListener;
import dev.hermod.net.TcpOptions;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Component streams on real connections: what is on the wire, and who reads or writes too much.
class ComponentSocketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEADER =
            "<stream:stream xmlns='jabber:component:accept'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' to='echo.example.org'>";

    private final TestComponents components = new TestComponents();
    private final TestClient romeo = components.server.login("romeo", "orchard");
    private final EventLoops loops = EventLoops.start(2, new SimpleMeterRegistry());

    @AfterEach
    void stop() {
        loops.close();
        components.close();
    }

    private Wire connect(int stanzasPerSecond) throws IOException {
        var parts = components.parts(stanzasPerSecond);
        var settings =
                new ListenerSettings(
                        "component",
                        "127.0.0.1",
                        0,
                        new Encryption.None(),
                        ComponentStream.NAMESPACE,
                        XmlLimits.DEFAULT,
                        TcpOptions.DEFAULT);
        try (var listener =
                TcpListener.open(
                        loops,
                        settings,
                        new AddressLimit(10),
                        connection -> new ComponentStream(connection, parts))) {
            Wire wire = new Wire(new Socket(InetAddress.getLoopbackAddress(), listener.port()));
            wire.send(HEADER);
            String header = wire.readUntil("from='echo.example.org'>");
            String id = header.replaceAll("(?s).* id='([0-9a-f]+)'.*", "$1");
            wire.send("<handshake>" + Handshake.proof(id, TestComponents.SECRET) + "</handshake>");
            wire.readUntil("<handshake/>");
            return wire;
        }
    }

    private record Wire(Socket socket) {
        Wire {
            try {
                socket.setSoTimeout((int) PATIENCE.toMillis());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        String readUntil(String end) throws IOException {
            var text = new StringBuilder();
            while (!text.toString().endsWith(end)) {
                int next = socket.getInputStream().read();
                assertThat(next).as("after %s", text).isNotNegative();
                text.append((char) next);
            }
            return text.toString();
        }

        String readToEnd() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void stanzasAreInTheNamespaceOfTheStreamAndWhatTheyEmbedIsNot() throws IOException {
        Wire wire = connect(1_000);
        romeo.send(
                "<message to='echo.example.org' type='chat'><body>hi</body><thread>t</thread>"
                        + "<body xmlns='jabber:component:accept'>smuggled</body>"
                        + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' to='a'>"
                        + "<body>inner</body></message></forwarded></message>");
        assertThat(wire.readUntil("</forwarded></message>"))
                .contains("<body>hi</body><thread>t</thread>")
                .contains("<body xmlns='jabber:client'>smuggled</body>")
                .endsWith(
                        "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' to='a'>"
                                + "<body>inner</body></message></forwarded></message>")
                .doesNotContain("xmlns='jabber:component:accept'><body>");
    }

    @Test
    void stanzasOfAComponentAreThoseOfEverybodyInside() throws IOException {
        Wire wire = connect(1_000);
        wire.send(
                "<message type='error' from='a@echo.example.org' to='romeo@example.org/orchard'>"
                        + "<body>hi</body><error type='cancel'>"
                        + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
                        + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'>"
                        + "<body>inner</body></message></forwarded></message>");
        FrozenElement heard = romeo.next();
        assertThat(heard.is("message", Stanzas.CLIENT)).isTrue();
        assertThat(heard.child("body", Stanzas.CLIENT)).isNotNull();
        assertThat(
                        Objects.requireNonNull(heard.child("error", Stanzas.CLIENT))
                                .child("gone", Stanzas.ERRORS))
                .isNotNull();
        assertThat(
                        Objects.requireNonNull(heard.child("forwarded", "urn:xmpp:forward:0"))
                                .child("message", Stanzas.CLIENT))
                .isNotNull();
    }

    @Test
    void spoofedSenderEndsTheStreamAndNothingOfItArrives() throws IOException {
        Wire wire = connect(1_000);
        wire.send(
                "<message from='juliet@example.org' to='romeo@example.org/orchard'/>"
                        + "<message from='echo.example.org' to='romeo@example.org/orchard'/>");
        assertThat(wire.readToEnd()).contains("<invalid-from").endsWith("</stream:stream>");
        assertThat(romeo.received()).isEmpty();
    }

    @Test
    void componentThatDoesNotReadIsCutOffAtTheBound() throws IOException {
        Wire deaf = connect(1_000);
        String large =
                "<message to='echo.example.org'><body>" + "x".repeat(20_000) + "</body></message>";
        for (int i = 0;
                i < 10_000 && !components.server.features().serviceDomains().isEmpty();
                i++) {
            romeo.send(large);
        }
        assertThat(components.server.features().serviceDomains()).isEmpty();
        assertThat(deaf.readToEnd()).contains("<resource-constraint").endsWith("</stream:stream>");
    }

    @Test
    void componentThatFloodsIsServedInOrderAndStays() throws IOException {
        Wire flood = connect(2_000);
        int count = 6_000;
        var stanzas = new StringBuilder();
        for (int i = 0; i < count; i++) {
            stanzas.append(
                    "<message id='%d' from='echo.example.org' to='romeo@example.org/orchard'/>"
                            .formatted(i));
        }
        flood.send(stanzas.toString());
        for (int i = 0; i < count; i++) {
            assertThat(romeo.next().attr("id")).isEqualTo(String.valueOf(i));
        }
        romeo.send("<message to='echo.example.org' id='still-there'/>");
        assertThat(flood.readUntil("/>")).contains("still-there");
    }

    @Test
    void componentThatVanishesIsGone() throws IOException {
        Wire wire = connect(1_000);
        assertThat(components.server.features().serviceDomains()).isNotEmpty();
        wire.socket().setSoLinger(true, 0);
        wire.socket().close();
        await().atMost(PATIENCE)
                .until(() -> components.server.features().serviceDomains().isEmpty());
    }
}
