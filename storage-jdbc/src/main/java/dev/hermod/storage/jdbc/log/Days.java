package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Origin;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daily partitions of the table `origin`. Only the committer makes and drops them: it makes
/// those that ids are about to fall into, and some ahead, and drops a day once nothing in it is
/// within [Origin#WINDOW].
final class Days {
    private static final Logger log = LoggerFactory.getLogger(Days.class);
    private static final int AHEAD = 2;
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'origin_'uuuu_MM_dd", Locale.ROOT);

    private final TreeSet<LocalDate> present = new TreeSet<>();
    private final Connection connection;
    private long mayDrop = System.nanoTime();

    /// Reads which days there are.
    Days(Connection connection) throws SQLException {
        this.connection = connection;
        Sql.list(
                        connection,
                        row -> row.getString(1),
                        """
                        SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
                        WHERE inhparent = 'origin'::regclass
                        """)
                .forEach(name -> parse(name).ifPresent(present::add));
    }

    /// Ids above this one may be asked for when `last` is the newest.
    static long oldest(long last) {
        long millis = MessageIds.epochMillis(last) - Origin.WINDOW.toMillis();
        return MessageIds.first(Math.max(0, millis));
    }

    /// Makes the days of a batch's ids, `first` to `last`, and a few after them, and drops what is
    /// too old.
    void prepare(long first, long last) throws SQLException {
        make(day(first));
        LocalDate today = day(last);
        for (int i = 0; i <= AHEAD; i++) {
            make(today.plusDays(i));
        }
        LocalDate oldest = day(oldest(last));
        if (present.first().isBefore(oldest) && System.nanoTime() - mayDrop >= 0) {
            drop(List.copyOf(present.headSet(oldest)));
        }
    }

    /// See [Months] for why it is attached. Cut short between the two statements, it goes on with
    /// the second.
    private void make(LocalDate day) throws SQLException {
        if (present.contains(day)) {
            return;
        }
        String table = NAME.format(day);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS %s (LIKE origin INCLUDING ALL)".formatted(table));
            statement.execute(
                    "ALTER TABLE origin ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
                            .formatted(table, start(day), start(day.plusDays(1))));
        }
        present.add(day);
    }

    /// Whoever reads the table just then, such as a backup, must not hold up the log: then it is
    /// tried again later.
    private void drop(List<LocalDate> days) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '50ms'");
            for (LocalDate day : days) {
                statement.execute("DROP TABLE " + NAME.format(day));
            }
            connection.commit();
            days.forEach(present::remove);
            log.debug("dropped the origins of {}", days);
        } catch (SQLException e) {
            if (SqlStates.connectionLost(e)) {
                throw e;
            }
            connection.rollback();
            mayDrop = System.nanoTime() + RETRY.toNanos();
            log.info("old origins are dropped later: {}", e.getMessage());
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static LocalDate day(long id) {
        return LocalDate.ofInstant(
                Instant.ofEpochMilli(MessageIds.epochMillis(id)), ZoneOffset.UTC);
    }

    private static long start(LocalDate day) {
        return MessageIds.first(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    }

    private static Optional<LocalDate> parse(String name) {
        try {
            return Optional.of(LocalDate.parse(name, NAME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
