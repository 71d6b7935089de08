package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.follow.DerivedRows;
import dev.hermod.storage.jdbc.search.SearchMonths;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drops months of the table `log` that no id falls into any more and that nobody needs. Detached
/// first, which stops neither readers nor writers; cut short, it goes on the next time.
public final class PastMonths {
    private static final Logger log = LoggerFactory.getLogger(PastMonths.class);

    /// Detaching waits for those who read; the committer, should it need a new month just then,
    /// waits no longer than this.
    private static final String PATIENCE = "4s";

    private static final String TABLES =
            """
            SELECT relname, inhrelid IS NOT NULL AS attached, coalesce(inhdetachpending, false) AS pending
            FROM pg_class LEFT JOIN pg_inherits ON inhrelid = oid
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE 'log\\_%'
            ORDER BY relname
            """;

    private final Database database;

    public PastMonths(Database database) {
        this.database = database;
    }

    /// A table of a month.
    private record Month(YearMonth month, String table, boolean attached, boolean pending) {}

    /// Drops those that are empty and those that end before `past`; returns how many.
    public int drop(long past) {
        int dropped = 0;
        for (Month month : database.call(PastMonths::before)) {
            boolean goes =
                    !month.attached()
                            || month.pending()
                            || end(month) <= past
                            || database.call(connection -> empty(connection, month));
            if (goes) {
                database.call(connection -> drop(connection, month));
                log.info("dropped {}", month.table());
                dropped++;
            }
        }
        return dropped;
    }

    /// Months before the one that ids are in now: ids only grow.
    private static List<Month> before(Connection connection) throws SQLException {
        long high =
                Sql.first(connection, row -> row.getLong(1), "SELECT high FROM log_clock")
                        .orElseThrow();
        YearMonth present = Months.month(high);
        return Sql.list(connection, PastMonths::table, TABLES).stream()
                .flatMap(table -> table.month().stream())
                .filter(month -> month.month().isBefore(present))
                .toList();
    }

    /// A table that may be one of a month.
    private record Table(String name, boolean attached, boolean pending) {
        Optional<Month> month() {
            return Months.parse(name).map(month -> new Month(month, name, attached, pending));
        }
    }

    private static Table table(ResultSet row) throws SQLException {
        return new Table(
                row.getString("relname"), row.getBoolean("attached"), row.getBoolean("pending"));
    }

    private static long end(Month month) {
        return Months.start(month.month().plusMonths(1));
    }

    private static boolean empty(Connection connection, Month month) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getBoolean(1),
                        "SELECT NOT EXISTS (SELECT FROM %s)".formatted(month.table()))
                .orElseThrow();
    }

    /// Before the month goes, paging ids in it are known to be gone.
    private static boolean drop(Connection connection, Month month) throws SQLException {
        Sql.update(
                connection,
                "UPDATE log_clock SET floor = ? WHERE floor < ? AND EXISTS (SELECT FROM %s)"
                        .formatted(month.table()),
                end(month) - 1,
                end(month) - 1);
        DerivedRows.trimAll(connection, end(month) - 1);
        SearchMonths.drop(connection, month.month());
        detach(connection, month);
        execute(connection, "DROP TABLE " + month.table());
        return true;
    }

    private static void detach(Connection connection, Month month) throws SQLException {
        if (!month.attached()) {
            return;
        }
        String usual =
                Sql.first(
                                connection,
                                row -> row.getString(1),
                                "SELECT current_setting('statement_timeout')")
                        .orElseThrow();
        patience(connection, PATIENCE);
        try {
            execute(
                    connection,
                    "ALTER TABLE log DETACH PARTITION %s %s"
                            .formatted(
                                    month.table(), month.pending() ? "FINALIZE" : "CONCURRENTLY"));
        } finally {
            patience(connection, usual);
        }
    }

    private static void patience(Connection connection, String time) throws SQLException {
        Sql.first(
                connection,
                row -> row.getString(1),
                "SELECT set_config('statement_timeout', ?, false)",
                time);
    }

    private static void execute(Connection connection, String ddl) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl);
        }
    }
}
