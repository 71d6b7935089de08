package dev.hermod.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Everyday traffic for as long as `-Dhermod.soak=1h` says; skipped without it. At its end nothing
/// that the server took is missing, and what it needs does not grow ([Trend] has the rule). The
/// samples, the verdict and what lived at the beginning and the end are in `target/soak/`.
@EnabledIfSystemProperty(named = "hermod.soak", matches = ".+")
class SoakTest {
    private static final int PEOPLE = Integer.getInteger("hermod.soak.people", 120);
    private static final int NEWCOMERS = 3;
    private static final int PASSERS_BY = 3;
    private static final int SAMPLES = 120;
    private static final Duration LAST_WORDS = Duration.ofMinutes(2);

    /// All together at a server that has compiled nothing yet, many would time out.
    private static final Duration LONGEST_ARRIVAL = Duration.ofMinutes(2);

    private static final Path REPORT = Path.of("target", "soak");
    private static final double MEBI = 1 << 20;

    /// The heap has its full size from the beginning, so that what is resident tells of the rest.
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "JAVA_TOOL_OPTIONS", "-Xms256m -XX:+AlwaysPreTouch",
                    "HERMOD_REGISTRATION", "open",
                    "HERMOD_AUTH__FAILURES_PER_ADDRESS", "1000000",
                    "HERMOD_LIMITS__REGISTRATIONS_PER_ADDRESS_PER_HOUR", "1000000");

    private final Random random = new Random(Long.getLong("hermod.soak.seed", 42));

    @Test
    void whatTheServerNeedsDoesNotGrowAndNothingIsLost() throws Exception {
        Duration length = duration(System.getProperty("hermod.soak"));
        Files.createDirectories(REPORT);
        try (HermodServer server = HermodServer.start(SETTINGS, PEOPLE)) {
            Crowd crowd = crowd(server);
            List<Sample> samples = soak(crowd, length);
            drain(crowd);
            List<Trend> trends = trends(Trend.afterWarmUp(samples));
            report(crowd, length, trends);
            assertThat(crowd.troubles().first()).isEmpty();
            assertThat(crowd.ledger().lost()).isEmpty();
            assertThat(trends).allMatch(Trend::flat);
        }
    }

    /// `90s`, `10m`, `1h`.
    private static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static Crowd crowd(HermodServer server) {
        List<Account> people = IntStream.range(0, PEOPLE).mapToObj(_ -> server.account()).toList();
        return new Crowd(
                server, people, new Ledger(), new Troubles(), new AtomicLong(), new Crowd.Stop());
    }

    private List<Sample> soak(Crowd crowd, Duration length) throws Exception {
        List<Thread> threads = everybody(crowd, length);
        List<Sample> samples = new ArrayList<>();
        Path file = REPORT.resolve("samples.csv");
        Files.deleteIfExists(file);
        long began = System.nanoTime();
        try (Vitals vitals = Vitals.of(crowd.server())) {
            for (int i = 1; i <= SAMPLES; i++) {
                long due = began + length.multipliedBy(i).dividedBy(SAMPLES).toNanos();
                LockSupport.parkNanos(due - System.nanoTime());
                samples.add(vitals.sample());
                Files.writeString(file, csv(crowd, samples));
                if (i == SAMPLES / 4 || i == SAMPLES) {
                    Files.writeString(
                            REPORT.resolve("histogram-" + i + ".txt"), vitals.histogram());
                }
            }
        } finally {
            crowd.stop().now();
        }
        for (Thread thread : threads) {
            assertThat(thread.join(LAST_WORDS)).as(thread.getName()).isTrue();
        }
        return samples;
    }

    private List<Thread> everybody(Crowd crowd, Duration length) {
        List<Thread> threads = new ArrayList<>();
        Duration arrival = length.dividedBy(10);
        long between =
                (arrival.compareTo(LONGEST_ARRIVAL) > 0 ? LONGEST_ARRIVAL : arrival)
                        .dividedBy(PEOPLE)
                        .toNanos();
        for (Account account : crowd.people()) {
            Citizen citizen = new Citizen(crowd, account, new Random(random.nextLong()));
            threads.add(crowd.start(account.jid(), citizen));
            LockSupport.parkNanos(between);
        }
        AtomicInteger names = new AtomicInteger();
        for (int i = 0; i < NEWCOMERS; i++) {
            Newcomer newcomer = new Newcomer(crowd, names, new Random(random.nextLong()));
            threads.add(crowd.start("newcomer", newcomer));
        }
        for (int i = 0; i < PASSERS_BY; i++) {
            Passerby passerby = new Passerby(crowd, new Random(random.nextLong()));
            threads.add(crowd.start("passer-by", passerby));
        }
        return threads;
    }

    /// Everybody comes once more for what was kept.
    private void drain(Crowd crowd) {
        for (Account account : crowd.people()) {
            try {
                Visit.begin(crowd, account, random).leave();
            } catch (AssertionError e) {
                crowd.troubles().add(account.jid(), e);
            }
        }
    }

    private static List<Trend> trends(List<Sample> samples) {
        return List.of(
                Trend.of("heap", MEBI, samples, Sample::heap),
                Trend.of("direct", MEBI, samples, Sample::direct),
                Trend.of("resident", 4 * MEBI, samples, Sample::resident),
                Trend.of("files", 10, samples, Sample::files),
                Trend.of("threads", 5, samples, Sample::threads),
                Trend.of("classes", 100, samples, Sample::classes),
                Trend.of("connections", 1, samples, Sample::connections));
    }

    private static String csv(Crowd crowd, List<Sample> samples) {
        StringBuilder out =
                new StringBuilder(
                        "# actions %d, settled %d, read %d, troubles %d%n"
                                .formatted(
                                        crowd.actions().get(),
                                        crowd.ledger().settledCount(),
                                        crowd.ledger().readCount(),
                                        crowd.troubles().count()));
        out.append("second,heap,direct,resident,files,threads,classes,connections\n");
        for (Sample each : samples) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f%n",
                            each.second(),
                            each.heap(),
                            each.direct(),
                            each.resident(),
                            each.files(),
                            each.threads(),
                            each.classes(),
                            each.connections()));
        }
        return out.toString();
    }

    private static void report(Crowd crowd, Duration length, List<Trend> trends) throws Exception {
        StringBuilder out = new StringBuilder();
        out.append(
                "%s: %d actions (%d a second), %d messages settled, %d read, %d lost, %d troubles%n"
                        .formatted(
                                length,
                                crowd.actions().get(),
                                crowd.actions().get() / Math.max(1, length.toSeconds()),
                                crowd.ledger().settledCount(),
                                crowd.ledger().readCount(),
                                crowd.ledger().lost().size(),
                                crowd.troubles().count()));
        trends.forEach(trend -> out.append(trend).append('\n'));
        crowd.ledger().lost().forEach(lost -> out.append("lost: ").append(lost).append('\n'));
        crowd.troubles().first().forEach(trouble -> out.append(trouble).append('\n'));
        Files.writeString(REPORT.resolve("verdict.txt"), out);
        System.out.print(out);
    }
}
