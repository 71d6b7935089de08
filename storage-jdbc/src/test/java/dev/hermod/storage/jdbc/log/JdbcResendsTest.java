package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Origin;
import dev.hermod.storage.ResendsContract;
import dev.hermod.storage.Told;
import dev.hermod.storage.Told.Result.Committed;
import dev.hermod.storage.Told.Result.Repeated;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcResendsTest implements ResendsContract {
    private static final Duration YEAR = Duration.ofDays(365);

    private final TestStorage storage;
    private final TestWall wall = new TestWall();
    private JdbcMessageLog log;

    JdbcResendsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = open();
    }

    private JdbcMessageLog open() {
        return storage.log(wall, LogOptions.standard());
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    @Override
    public MessageLog log() {
        return log;
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @Override
    public void pass(Duration time) {
        wall.jump(time);
    }

    private LogMessage message() {
        return Messages.from("one", Messages.between(owner(), owner(), "x"));
    }

    @Test
    void messageIsKnownAcrossRestarts() {
        LogMessage message = message();
        Committed first = append(message).committed();

        log.close();
        log = open();

        assertThat(append(message).result()).isEqualTo(new Repeated(first.ids()));
    }

    @Test
    void weeksAreMadeAheadAndDroppedWhenTheyAreTooOld() {
        log.close();
        log = open();
        LocalDate first = week(append(message()).committed());
        assertThat(weeks()).contains(name(first), name(first.plusWeeks(1)));

        pass(Origin.WINDOW.plusDays(8));
        LocalDate later = week(append(message()).committed());

        assertThat(weeks())
                .contains(name(later), name(later.plusWeeks(1)))
                .doesNotContain(name(first));
    }

    @Test
    void clockThatJumpsNeverLandsOutside() {
        for (Duration jump : List.of(YEAR, YEAR.negated(), Duration.ofDays(-3), YEAR, YEAR)) {
            pass(jump);
            LogMessage message = message();
            Committed first = append(message).committed();
            assertThat(append(message).result()).isEqualTo(new Repeated(first.ids()));
        }
    }

    @Test
    void whoReadsOldWeeksDoesNotHoldUpTheLog() throws SQLException {
        append(message()).committed();
        try (Connection reader = storage.access().connect(Duration.ofSeconds(5), YEAR)) {
            reader.setAutoCommit(false);
            Sql.list(reader, row -> row.getLong(1), "SELECT count(*) FROM origin");

            pass(Origin.WINDOW.plusDays(8));

            LogMessage message = message();
            Committed first = append(message).committed();
            assertThat(append(message).result()).isEqualTo(new Repeated(first.ids()));
        }
    }

    @Test
    void batchWithoutOriginsDoesNotTouchTheTable() {
        long before = origins();
        append(Messages.between(owner(), owner(), "x")).committed();
        assertThat(origins()).isEqualTo(before);
        append(message()).committed();
        assertThat(origins()).isEqualTo(before + 1);
    }

    @Test
    void messagesAreLookedUpByTheKeyInTwoWeeksOnly() throws SQLException {
        for (int day = 0; day < 30; day++) {
            append(message()).committed();
            pass(Duration.ofDays(1));
        }
        long last = append(message()).committed().ids().getFirst();

        String plan = plan(last);

        assertThat(plan).contains("_pkey on origin_").doesNotContain("Seq Scan on origin");
        assertThat(plan.lines().filter(line -> line.contains("_pkey on origin_")))
                .hasSizeLessThanOrEqualTo(2);
    }

    /// As the committer's connection plans it.
    private String plan(long last) throws SQLException {
        Duration silence = LogOptions.standard().silence();
        try (Connection connection = storage.access().connect(silence, silence)) {
            LogSession session = LogSession.on(connection, LogOptions.standard());
            List<String> lines =
                    Sql.list(
                            connection,
                            row -> row.getString(1),
                            "EXPLAIN " + LogWriter.INSERT_UNLESS_KNOWN,
                            new long[] {1},
                            new byte[][] {new byte[Origin.BYTES]},
                            new long[] {last},
                            new int[] {1},
                            Weeks.oldest(last),
                            last,
                            last,
                            last,
                            new long[] {1},
                            new long[] {last},
                            new long[] {0},
                            new Long[] {null},
                            new Boolean[] {true},
                            new Boolean[] {false},
                            new String[] {null},
                            new String[] {"a@b.example"},
                            new String[] {null},
                            new byte[][] {new byte[0]});
            assertThat(session).isNotNull();
            return String.join("\n", lines);
        }
    }

    private long origins() {
        return storage.database()
                .call(connection ->
                        Sql.first(connection, row -> row.getLong(1), "SELECT count(*) FROM origin"))
                .orElseThrow();
    }

    private List<String> weeks() {
        return storage.database()
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> row.getString(1),
                                "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'origin'::regclass"));
    }

    private static LocalDate week(Told.Result.Committed committed) {
        return Weeks.week(committed.ids().getFirst());
    }

    private static String name(LocalDate day) {
        return "origin_" + day.toString().replace('-', '_');
    }
}
