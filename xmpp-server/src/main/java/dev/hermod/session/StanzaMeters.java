package dev.hermod.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/// What is counted of stanzas and sessions. Called on event loops for every stanza, so it looks
/// nothing up.
final class StanzaMeters {
    private final Kinds received;
    private final Kinds sent;
    private final Timer delivery;
    private final Counter resumed;

    StanzaMeters(MeterRegistry registry, LocalSessions sessions) {
        this.received = new Kinds(registry, "hermod.stanzas.received");
        this.sent = new Kinds(registry, "hermod.stanzas.sent");
        this.delivery =
                Timer.builder("hermod.message.delivery")
                        .description("from the commit of a message to its writing to a session")
                        .serviceLevelObjectives(
                                Duration.ofNanos(100_000),
                                Duration.ofNanos(500_000),
                                Duration.ofMillis(1),
                                Duration.ofMillis(5),
                                Duration.ofMillis(10),
                                Duration.ofMillis(50),
                                Duration.ofMillis(100),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10))
                        .register(registry);
        Gauge.builder("hermod.sessions", sessions, LocalSessions::count)
                .description("bound resources")
                .register(registry);
        Gauge.builder(
                        "hermod.sessions.waiting",
                        sessions,
                        all -> all.parts().resumables().waiting())
                .description("sessions without a connection, which can be resumed")
                .register(registry);
        this.resumed =
                Counter.builder("hermod.sessions.resumed")
                        .description("sessions that went on over another connection")
                        .register(registry);
        Gauge.builder("hermod.accounts.online", sessions, all -> all.accounts().size())
                .register(registry);
    }

    void received(Packet stanza) {
        received.count(stanza);
    }

    void sent(Packet stanza) {
        sent.count(stanza);
    }

    void resumed() {
        resumed.increment();
    }

    /// @param committedNanos when the message was committed, by the JVM's clock
    void delivered(long committedNanos) {
        delivery.record(System.nanoTime() - committedNanos, TimeUnit.NANOSECONDS);
    }

    /// A counter for each kind of stanza.
    private static final class Kinds {
        private final Counter messages;
        private final Counter presences;
        private final Counter iqs;

        Kinds(MeterRegistry registry, String name) {
            this.messages = Counter.builder(name).tag("kind", "message").register(registry);
            this.presences = Counter.builder(name).tag("kind", "presence").register(registry);
            this.iqs = Counter.builder(name).tag("kind", "iq").register(registry);
        }

        void count(Packet stanza) {
            switch (stanza) {
                case Message _ -> messages.increment();
                case IQ _ -> iqs.increment();
                default -> presences.increment();
            }
        }
    }
}
