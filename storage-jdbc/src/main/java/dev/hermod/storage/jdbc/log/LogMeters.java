package dev.hermod.storage.jdbc.log;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What is counted of the log's commits.
final class LogMeters {
    private final Timer commit;
    private final DistributionSummary batch;

    LogMeters(MeterRegistry registry, AppendQueue queue) {
        this.commit =
                Timer.builder("hermod.message.commit")
                        .description("from the acceptance of a message to its commit")
                        .serviceLevelObjectives(
                                Duration.ofMillis(1),
                                Duration.ofMillis(2),
                                Duration.ofMillis(5),
                                Duration.ofMillis(10),
                                Duration.ofMillis(20),
                                Duration.ofMillis(50),
                                Duration.ofMillis(100),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10))
                        .register(registry);
        this.batch =
                DistributionSummary.builder("hermod.log.batch")
                        .description("messages of one commit")
                        .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200)
                        .register(registry);
        Gauge.builder("hermod.log.queue", queue, AppendQueue::size)
                .description("messages that wait for their commit")
                .register(registry);
    }

    void committed(Batch committed) {
        long now = System.nanoTime();
        batch.record(committed.size());
        committed
                .messages()
                .forEach(message -> commit.record(now - message.since(), TimeUnit.NANOSECONDS));
    }
}
