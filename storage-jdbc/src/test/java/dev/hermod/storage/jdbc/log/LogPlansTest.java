package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.Messages;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

/// What PostgreSQL does with the reader's statements on a log of some months, with the statistics
/// of a log in use.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class LogPlansTest {
    private final TestStorage storage;
    private final JID owner;
    private final TestWall wall = new TestWall();

    LogPlansTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.owner = storage.newAccount();
    }

    @BeforeAll
    void fill() {
        List<JID> others = IntStream.range(0, 50).mapToObj(_ -> storage.newAccount()).toList();
        try (JdbcMessageLog log = storage.log(wall, LogOptions.standard())) {
            for (int month = 0; month < 4; month++) {
                Told told = new Told();
                for (JID other : others) {
                    for (int i = 0; i < 40; i++) {
                        told = new Told();
                        assertThat(log.append(Messages.between(other, owner, "x"), told)).isTrue();
                    }
                }
                told.committed();
                wall.jump(Duration.ofDays(31));
            }
        }
        storage.database().call(connection -> Sql.update(connection, "ANALYZE"));
    }

    @AfterAll
    void close() {
        storage.close();
    }

    @Test
    void entriesOfAShortRangeAreFoundByTheKeyInTheirMonthOnly() {
        long last = lastId();

        String plan = plan(LogReader.DELIVERABLE, owner.toString(), last - 1_000, last, 50);

        assertThat(plan).contains("_pkey").doesNotContain("Seq Scan on log");
        assertThat(plan.lines().filter(line -> line.contains("_pkey"))).hasSize(1);
    }

    @Test
    void pageFromTheBeginningReadsOnlyWhatItReturns() {
        String plan = plan(LogReader.DELIVERABLE, owner.toString(), 0L, Long.MAX_VALUE, 50);

        assertThat(plan)
                .contains("Index Scan using")
                .doesNotContain("Sort", "Seq Scan on log")
                .contains("never executed");
    }

    @Test
    void entriesAreFoundByTheKey() {
        String plan =
                plan(LogReader.ENTRIES, owner.toString(), new long[] {lastId(), lastId() - 1});

        assertThat(plan).contains("_pkey").doesNotContain("Seq Scan on log");
    }

    @Test
    void lastIdIsReadFromTheEndOfTheKey() {
        String plan = plan(LogReader.LAST, owner.toString());

        assertThat(plan)
                .contains("Index Only Scan Backward")
                .doesNotContain("Sort", "Seq Scan on log");
    }

    private long lastId() {
        return new LogReader(storage.database()).lastId(owner);
    }

    private String plan(String sql, Object... parameters) {
        List<String> lines =
                storage.database()
                        .call(connection ->
                                Sql.list(
                                        connection,
                                        row -> row.getString(1),
                                        "EXPLAIN (ANALYZE, TIMING OFF) " + sql,
                                        parameters));
        return String.join("\n", lines);
    }
}
