package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.auth.AuthThrottle;
import dev.hermod.auth.MemoryLoginTokens;
import dev.hermod.auth.SaslMechanisms;
import dev.hermod.auth.TokenMechanisms;
import dev.hermod.feature.Installation;
import dev.hermod.feature.StreamFeature;
import dev.hermod.stream.ClientStream;
import dev.hermod.stream.StreamMeters;
import dev.hermod.stream.StreamParts;
import dev.hermod.stream.StreamSettings;
import dev.hermod.xml.XmlLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerFaultTest {
    private static final StreamFeature BROKEN =
            _ -> {
                throw new IllegalStateException("as the test wants it");
            };
    private static final StreamSettings SETTINGS =
            new StreamSettings(
                    List.of("example.org"),
                    StreamSettings.TlsPolicy.OPTIONAL,
                    XmlLimits.DEFAULT,
                    XmlLimits.DEFAULT,
                    100_000,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1));

    @Test
    @Spec("RFC 6120 4.9.3.6")
    void faultOfTheServerEndsTheStreamWithInternalServerError() throws Exception {
        try (var domain =
                        dev.hermod.testing.TestServer.with(
                                (Installation on) -> on.streamFeature(BROKEN));
                var server = new TestServer()) {
            var parts =
                    new StreamParts(
                            SETTINGS,
                            new SaslMechanisms(List.of()),
                            new TokenMechanisms(
                                    new MemoryLoginTokens(),
                                    (_, _) -> Optional.empty(),
                                    new AuthThrottle(Clock.systemUTC(), 10, 10, 10),
                                    name -> name,
                                    new byte[32],
                                    Duration.ZERO,
                                    Clock.systemUTC()),
                            domain.features(),
                            domain.sessions(),
                            new StreamMeters(new SimpleMeterRegistry()));
            try (var listener =
                            TcpListener.open(
                                    server.loops,
                                    TestServer.settings(new Encryption.None()),
                                    new AddressLimit(10),
                                    connection -> new ClientStream(connection, parts));
                    var client = new TestClient(listener.port())) {
                client.send(
                        "<stream:stream xmlns='jabber:client' to='example.org' version='1.0'"
                                + " xmlns:stream='http://etherx.jabber.org/streams'>");

                assertThat(client.readToEnd())
                        .contains("from='example.org'")
                        .endsWith(
                                "<stream:error><internal-server-error"
                                        + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                                        + "</stream:error></stream:stream>");
            }
        }
    }
}
