package dev.hermod.storage.jdbc.search;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// The monthly partitions of the table `search`, with the bounds that the log's have. The reader
/// makes them in its own transactions, where it first needs them; they go with the log's.
public final class SearchMonths {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'search_'uuuu_MM", Locale.ROOT);

    private SearchMonths() {}

    /// Sees to it that there is a place for each of these ids.
    static void prepare(Connection connection, Collection<Long> ids) throws SQLException {
        List<YearMonth> months = ids.stream().map(SearchMonths::month).distinct().toList();
        for (YearMonth month : months) {
            String table = NAME.format(month);
            boolean present =
                    Sql.first(
                                    connection,
                                    row -> row.getBoolean(1),
                                    "SELECT to_regclass(?) IS NOT NULL",
                                    table)
                            .orElseThrow();
            if (!present) {
                make(connection, table, month);
            }
        }
    }

    /// The index of a month, if there is one, goes.
    public static void drop(Connection connection, YearMonth month) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + NAME.format(month));
        }
    }

    /// Attaching takes no lock that stops readers, unlike `CREATE TABLE ... PARTITION OF`.
    private static void make(Connection connection, String table, YearMonth month)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE %s (LIKE search INCLUDING ALL)".formatted(table));
            statement.execute(
                    "ALTER TABLE search ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
                            .formatted(table, start(month), start(month.plusMonths(1))));
        }
    }

    private static YearMonth month(long id) {
        return YearMonth.from(
                Instant.ofEpochMilli(MessageIds.epochMillis(id)).atZone(ZoneOffset.UTC));
    }

    private static long start(YearMonth month) {
        return MessageIds.first(
                month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    }
}
