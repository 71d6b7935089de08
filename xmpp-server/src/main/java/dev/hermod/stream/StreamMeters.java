package dev.hermod.stream;

import dev.hermod.auth.SaslFailure;
import dev.hermod.xml.StreamErrorCondition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

/// What is counted of logins and of the ends of streams.
public final class StreamMeters {
    private final MeterProvider<Counter> logins;
    private final MeterProvider<Counter> ends;

    public StreamMeters(MeterRegistry registry) {
        this.logins =
                Counter.builder("hermod.logins")
                        .description("SASL exchanges, by what came of them")
                        .withRegistry(registry);
        this.ends =
                Counter.builder("hermod.streams.ended")
                        .description("by stream error, closed or lost")
                        .withRegistry(registry);
    }

    void loggedIn() {
        logins.withTag("outcome", "success").increment();
    }

    void refused(SaslFailure condition) {
        logins.withTag("outcome", condition.wireName()).increment();
    }

    void failed(StreamErrorCondition condition) {
        ends.withTag("reason", condition.elementName()).increment();
    }

    void closed() {
        ends.withTag("reason", "closed").increment();
    }

    void lost() {
        ends.withTag("reason", "lost").increment();
    }
}
