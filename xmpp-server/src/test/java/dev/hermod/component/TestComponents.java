package dev.hermod.component;

import dev.hermod.config.Component;
import dev.hermod.feature.Feature;
import dev.hermod.stream.StreamSettings;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.XmlLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A test server on which components may connect for two domains.
final class TestComponents implements AutoCloseable {
    static final String DOMAIN = "echo.example.org";
    static final String OTHER = "gateway.example.net";
    static final String SECRET = "s3cret";
    static final long QUEUE_BYTES = 100_000;
    static final int STREAMS = 3;

    private static final int PENDING_MESSAGES = 32;
    private static final int FAST = 1_000_000;

    final TestServer server;
    final ExternalComponents components =
            new ExternalComponents(
                    Map.of(DOMAIN, new Component(SECRET), OTHER, new Component("other")), STREAMS);

    TestComponents(Feature... more) {
        server =
                TestServer.with(
                        Stream.concat(Stream.of(components), Stream.of(more))
                                .toArray(Feature[]::new));
    }

    ComponentParts parts() {
        return parts(FAST);
    }

    ComponentParts parts(int stanzasPerSecond) {
        return new ComponentParts(
                new StreamSettings(
                        List.of(TestServer.DOMAIN),
                        StreamSettings.TlsPolicy.REQUIRED,
                        XmlLimits.DEFAULT,
                        XmlLimits.DEFAULT,
                        10_000,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(60)),
                components,
                server.router()::inbound,
                server.storage().messageLog(),
                PENDING_MESSAGES,
                stanzasPerSecond,
                QUEUE_BYTES);
    }

    /// A connection on which nothing was sent yet.
    TestComponent accept() {
        return new TestComponent(server.connection(), parts());
    }

    TestComponent connect() {
        return accept().connect(DOMAIN, SECRET);
    }

    @Override
    public void close() {
        server.close();
    }
}
