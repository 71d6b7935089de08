package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgres;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgresOptions;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

/// What it costs to know messages again: the same traffic with and without origin-ids in turns,
/// durable, with a week full of origins. `-Dhermod.cost.rounds=6`; skipped without it.
@EnabledIfSystemProperty(named = "hermod.cost.rounds", matches = "\\d+")
class OriginCostTest {
    private static final int PEOPLE = 200;
    private static final int MESSAGES = Integer.getInteger("hermod.cost.messages", 50_000);
    private static final int UNDER_WAY = 400;
    private static final int DAYS = 8;

    private final AtomicInteger numbers = new AtomicInteger();

    /// @param cpu of all processes of the database
    private record Cost(Duration elapsed, Duration cpu) {
        private String each() {
            return String.format(
                    Locale.ROOT,
                    "%.0f messages/s, database %.1f us each",
                    MESSAGES * 1e9 / elapsed.toNanos(),
                    cpu.toNanos() / 1e3 / MESSAGES);
        }
    }

    @Test
    void costOfOriginIds(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.forTests().withDurable(true);
        TestWall wall = new TestWall();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, options);
                TestStorage storage =
                        TestStorage.on(
                                new TestDatabase(
                                        server.jdbcUrl(), server.user(), server.password()));
                JdbcMessageLog log = storage.log(wall, LogOptions.standard())) {
            List<JID> people =
                    IntStream.range(0, PEOPLE).mapToObj(_ -> storage.newAccount()).toList();
            for (int day = 0; day < DAYS; day++) {
                measure(server, log, people, true);
                wall.jump(Duration.ofDays(1));
            }
            for (int round = 0; round < Integer.getInteger("hermod.cost.rounds"); round++) {
                Cost without = measure(server, log, people, false);
                Cost with = measure(server, log, people, true);
                System.out.printf(
                        Locale.ROOT,
                        "without: %s; with: %s; time x %.2f, database x %.2f%n",
                        without.each(),
                        with.each(),
                        (double) with.elapsed().toNanos() / without.elapsed().toNanos(),
                        (double) with.cpu().toNanos() / without.cpu().toNanos());
            }
        }
    }

    private Cost measure(EmbeddedPostgres server, MessageLog log, List<JID> people, boolean origins)
            throws InterruptedException {
        Semaphore underWay = new Semaphore(UNDER_WAY);
        Duration before = cpu(server);
        long began = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            underWay.acquire();
            LogMessage message =
                    message(people.get(i % PEOPLE), people.get((i * 7 + 1) % PEOPLE), i);
            LogMessage sent =
                    origins ? Messages.from("m" + numbers.incrementAndGet(), message) : message;
            assertThat(log.append(sent, new Releasing(underWay))).isTrue();
        }
        underWay.acquire(UNDER_WAY);
        return new Cost(Duration.ofNanos(System.nanoTime() - began), cpu(server).minus(before));
    }

    private static LogMessage message(JID from, JID to, int number) {
        return new LogMessage(
                Messages.stanza("%0200d".formatted(number)),
                List.of(
                        new LogRow(from, to, from, false, Retention.ARCHIVE),
                        new LogRow(to, from, to, true, Retention.ARCHIVE)),
                null);
    }

    private static Duration cpu(EmbeddedPostgres server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Lets the next message go once this one is told.
    private record Releasing(Semaphore underWay) implements MessageLog.Outcome {
        @Override
        public void committed(long[] ids, long[] previousIds) {
            underWay.release();
        }

        @Override
        public void repeated(long[] ids) {
            throw new IllegalStateException("no message was sent twice");
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            throw new IllegalStateException(failure.toString());
        }
    }
}
