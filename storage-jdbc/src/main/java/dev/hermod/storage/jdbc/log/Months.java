package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The monthly partitions of the table `log`. The committer makes those that ids are about to fall
/// into, and some ahead, so that a month never begins with a wait; [PastEntries] those of the past.
final class Months {
    private static final Logger log = LoggerFactory.getLogger(Months.class);
    private static final int AHEAD = 2;
    private static final String PREFIX = "log_";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'log_'uuuu_MM", Locale.ROOT);

    private final Set<YearMonth> present = new HashSet<>();
    private final Connection connection;

    /// Reads which months there are.
    Months(Connection connection) throws SQLException {
        this.connection = connection;
        Sql.list(
                        connection,
                        row -> row.getString(1),
                        """
                        SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
                        WHERE inhparent = 'log'::regclass
                        """)
                .forEach(name -> parse(name).ifPresent(present::add));
    }

    /// Makes the months of a batch's ids, `first` to `last`, and a few after them. A batch takes
    /// less than a millisecond's worth of ids, so it is in two months at most.
    void prepare(long first, long last) throws SQLException {
        make(month(first));
        for (int i = 0; i <= AHEAD; i++) {
            make(month(last).plusMonths(i));
        }
    }

    private void make(YearMonth month) throws SQLException {
        if (present.contains(month)) {
            return;
        }
        try {
            attach(connection, month);
        } catch (SQLException e) {
            // Somebody else may have been quicker.
            if (SqlStates.connectionLost(e) || !attached(connection, month)) {
                throw e;
            }
        }
        present.add(month);
        log.info("made {} for the messages of {}", table(month), month);
    }

    /// Makes a month unless it is there. Attaching takes no lock that stops readers or writers,
    /// unlike `CREATE TABLE ... PARTITION OF`. Cut short between the two statements, it goes on
    /// with the second.
    static void attach(Connection connection, YearMonth month) throws SQLException {
        String table = table(month);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS %s (LIKE log INCLUDING ALL)".formatted(table));
            if (!attached(connection, month)) {
                statement.execute(
                        "ALTER TABLE log ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
                                .formatted(table, start(month), start(month.plusMonths(1))));
            }
        }
    }

    static boolean attached(Connection connection, YearMonth month) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getBoolean(1),
                        "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(?))",
                        table(month))
                .orElseThrow();
    }

    static String table(YearMonth month) {
        return NAME.format(month);
    }

    static YearMonth month(long id) {
        return YearMonth.from(
                Instant.ofEpochMilli(MessageIds.epochMillis(id)).atZone(ZoneOffset.UTC));
    }

    static long start(YearMonth month) {
        return MessageIds.first(
                month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    }

    static Optional<YearMonth> parse(String name) {
        try {
            return name.startsWith(PREFIX)
                    ? Optional.of(YearMonth.parse(name, NAME))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
