package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class LogClockTest {
    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration YEAR = Duration.ofDays(365);

    private final TestStorage storage;
    private final TestWall wall = new TestWall();
    private JID owner = new JID("to-be-set@example.org");

    LogClockTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @BeforeEach
    void newOwner() {
        owner = storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    private JdbcMessageLog open() {
        return storage.log(wall, LogOptions.standard());
    }

    private Told.Result.Committed append(JdbcMessageLog log) {
        Told told = new Told();
        assertThat(log.append(Messages.to(owner, "x", Retention.ARCHIVE), told)).isTrue();
        return told.committed();
    }

    @Test
    void idsGrowAndTheChainHoldsWhereverTheClockJumps() {
        try (JdbcMessageLog log = open()) {
            List<Told.Result.Committed> told = new ArrayList<>();
            told.add(append(log));
            for (Duration jump :
                    List.of(MONTH, MONTH.negated(), YEAR, YEAR.negated().minus(MONTH), MONTH)) {
                wall.jump(jump);
                told.add(append(log));
                told.add(append(log));
            }

            assertChain(log, told);
        }
    }

    @Test
    void idsGrowAndTheChainHoldsAcrossRestartsWithTheClockSetBack() {
        List<Told.Result.Committed> told = new ArrayList<>();
        for (Duration jump : List.of(Duration.ZERO, YEAR.negated(), MONTH, MONTH.negated())) {
            wall.jump(jump);
            try (JdbcMessageLog log = open()) {
                told.add(append(log));
                told.add(append(log));
            }
        }

        try (JdbcMessageLog log = open()) {
            assertChain(log, told);
        }
    }

    @Test
    void clockOfAnOrderlyRestartDoesNotRunAhead() {
        long last;
        try (JdbcMessageLog log = open()) {
            last = append(log).ids().getFirst();
        }

        long high =
                storage.database()
                        .call(connection ->
                                Sql.first(
                                        connection,
                                        row -> row.getLong(1),
                                        "SELECT high FROM log_clock"))
                        .orElseThrow();

        assertThat(high).isCloseTo(last, within(1L));
    }

    @Test
    void monthsAheadAreMadeBeforeTheyBegin() {
        try (JdbcMessageLog log = open()) {
            long id = append(log).ids().getFirst();

            YearMonth month =
                    YearMonth.from(
                            java.time.Instant.ofEpochMilli(MessageIds.epochMillis(id))
                                    .atZone(ZoneOffset.UTC));
            assertThat(partitions())
                    .contains(name(month), name(month.plusMonths(1)), name(month.plusMonths(2)));
        }
    }

    private void assertChain(JdbcMessageLog log, List<Told.Result.Committed> told) {
        List<LogEntry> entries = log.deliverable(owner, 0, Long.MAX_VALUE, 1_000);
        assertThat(entries)
                .extracting(LogEntry::id)
                .containsExactlyElementsOf(
                        told.stream().map(each -> each.ids().getFirst()).toList());
        long previous = 0;
        for (LogEntry entry : entries) {
            assertThat(entry.previous()).isEqualTo(previous);
            previous = entry.id();
        }
        assertThat(told.getLast().previous()).containsExactly(entries.getLast().previous());
    }

    private List<String> partitions() {
        return storage.database()
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> row.getString(1),
                                "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'log'::regclass"));
    }

    private static String name(YearMonth month) {
        return "log_%d_%02d".formatted(month.getYear(), month.getMonthValue());
    }
}
