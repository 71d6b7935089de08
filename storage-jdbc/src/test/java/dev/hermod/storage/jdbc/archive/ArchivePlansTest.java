package dev.hermod.storage.jdbc.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/// What PostgreSQL does with the statements that read archives, on a log of four months with the
/// statistics of a log in use: for plans made for the values, and for those made once for all.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ArchivePlansTest {
    private static final YearMonth FIRST = YearMonth.of(2030, 1);
    private static final int MONTHS = 4;
    private static final String OTHER = "other7@example.org";

    private final TestStorage storage;
    private final JID owner;

    ArchivePlansTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.owner = storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    private static long start(int month) {
        return MessageIds.first(
                FIRST.plusMonths(month)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli());
    }

    /// A hundred archives, and one that has as much as all of them.
    @BeforeAll
    void fill() {
        for (int i = 0; i < 100; i++) {
            storage.newAccount();
        }
        for (int month = 0; month < MONTHS; month++) {
            String table = "log_" + FIRST.plusMonths(month).toString().replace('-', '_');
            String partition =
                    "CREATE TABLE %s PARTITION OF log FOR VALUES FROM (%d) TO (%d)"
                            .formatted(table, start(month), start(month + 1));
            storage.database().call(connection -> Sql.update(connection, partition));
            insert(start(month), "owner <> '" + owner + "'", 50, 1_000);
            insert(start(month), "owner = '" + owner + "'", 5_000, 1_000);
        }
        storage.database().call(connection -> Sql.update(connection, "ANALYZE"));
    }

    private void insert(long first, String who, int messages, int apart) {
        String sql =
                """
                INSERT INTO log (archive_id, id, prev, deliver, until_delivered, conversation, stanza)
                SELECT archive_id, ? + (number * 1000 + archive_id) * ?, 0, true, false,
                    'other' || number %% 50 || '@example.org', convert_to(repeat('x', 300), 'UTF8')
                FROM archive, generate_series(1, ?) AS number WHERE %s
                """
                        .formatted(who);
        storage.database()
                .call(connection -> Sql.update(connection, sql, first, (long) apart, messages));
    }

    private String plan(String mode, String sql, @Nullable Object... parameters) {
        return storage.database()
                .transactionally(connection -> {
                    Sql.update(connection, "SET LOCAL plan_cache_mode = " + mode);
                    return explained(connection, sql, parameters);
                });
    }

    private static String explained(
            Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        List<String> lines =
                Sql.list(
                        connection,
                        row -> row.getString(1),
                        "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) " + sql,
                        parameters);
        return String.join("\n", lines);
    }

    /// The months whose rows were looked at.
    private static List<String> visited(String plan) {
        return plan.lines()
                .filter(line -> line.contains(" on log_20") && !line.contains("never executed"))
                .toList();
    }

    /// By a key in its order, so without sorting, and without looking at more than the page.
    private static void assertByKey(String plan, String key) {
        assertThat(plan)
                .contains(key)
                .doesNotContain("Seq Scan on log", "Bitmap", "Sort Key", "Merge Append");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void pageForwardFromTheBeginningReadsItsMonthOnly(String mode) {
        String plan =
                plan(mode, ArchiveSql.OLDEST, owner.toString(), 0L, Long.MAX_VALUE, 51, 1_000_000);

        assertByKey(plan, "_pkey");
        assertThat(visited(plan)).hasSize(1).first().asString().contains("log_2030_01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void pageInTheMiddleReadsItsMonthOnly(String mode) {
        long middle = start(2) + 20;
        String forward =
                plan(
                        mode,
                        ArchiveSql.OLDEST,
                        owner.toString(),
                        middle,
                        Long.MAX_VALUE,
                        51,
                        1_000_000);
        String backward =
                plan(mode, ArchiveSql.NEWEST, owner.toString(), 0L, middle, 51, 1_000_000);

        assertByKey(forward, "_pkey");
        assertThat(visited(forward)).hasSize(1).first().asString().contains("log_2030_03");
        assertByKey(backward, "_pkey");
        assertThat(visited(backward)).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void lastPageReadsTheLastMonthOnly(String mode) {
        String plan =
                plan(mode, ArchiveSql.NEWEST, owner.toString(), 0L, Long.MAX_VALUE, 51, 1_000_000);

        assertByKey(plan, "_pkey");
        assertThat(visited(plan)).hasSize(1).first().asString().contains("log_2030_04");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void conversationIsFoundByItsIndex(String mode) {
        for (String sql : List.of(ArchiveSql.OLDEST_WITH, ArchiveSql.NEWEST_WITH)) {
            String plan =
                    plan(
                            mode,
                            sql,
                            owner.toString(),
                            OTHER,
                            "".getBytes(UTF_8),
                            0L,
                            Long.MAX_VALUE,
                            51,
                            1_000_000);

            assertByKey(plan, "conversation");
            assertThat(visited(plan)).hasSize(1);
        }
        String mentioning =
                plan(
                        mode,
                        ArchiveSql.MENTIONING,
                        owner.toString(),
                        OTHER,
                        Long.MAX_VALUE,
                        50,
                        "id".getBytes(UTF_8));
        assertByKey(mentioning, "conversation");
        assertThat(visited(mentioning)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void singleMessagesAndAnchorsAreFoundByTheKey(String mode) {
        long[] ids = {start(1) + 1_001_000, start(1) + 1_001_001};

        String messages = plan(mode, ArchiveSql.MESSAGES, owner.toString(), ids);
        String anchors = plan(mode, ArchiveSql.ANCHORS, ids, owner.toString());

        assertThat(messages).contains("_pkey").doesNotContain("Seq Scan on log_2");
        assertThat(visited(messages)).hasSizeLessThanOrEqualTo(1);
        assertThat(anchors).contains("_pkey").doesNotContain("Seq Scan on log_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void beginningAndEndAreReadFromTheEndsOfTheKey(String mode) {
        String plan = plan(mode, ArchiveSql.ENDS, owner.toString(), owner.toString());

        assertByKey(plan, "_pkey");
        assertThat(visited(plan)).hasSize(2);
    }
}
