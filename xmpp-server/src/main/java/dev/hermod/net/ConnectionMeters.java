package dev.hermod.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// What is counted of one listener's connections.
final class ConnectionMeters {
    private final Counter accepted;
    private final Counter refused;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionMeters(MeterRegistry registry, String listener) {
        this.accepted =
                Counter.builder("hermod.connections.accepted")
                        .tag("listener", listener)
                        .register(registry);
        this.refused =
                Counter.builder("hermod.connections.refused")
                        .description("closed at once: too many from one address")
                        .tag("listener", listener)
                        .register(registry);
        Gauge.builder("hermod.connections", open, AtomicInteger::get)
                .description("open now")
                .tag("listener", listener)
                .strongReference(true)
                .register(registry);
    }

    void opened() {
        accepted.increment();
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void refused() {
        refused.increment();
    }
}
