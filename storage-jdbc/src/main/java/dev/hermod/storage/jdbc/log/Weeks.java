package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Origin;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

/// The weekly partitions of the table `origin`. Only the committer makes and drops them: it makes
/// those that ids are about to fall into, and one ahead, and drops a week once nothing in it is
/// within [Origin#WINDOW]. So two of them are looked into for each message; with days it would be
/// eight, and looking costs more than all else.
final class Weeks {
    private static final Logger log = LoggerFactory.getLogger(Weeks.class);
    private static final int DAYS = 7;
    private static final int AHEAD = 1;
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'origin_'uuuu_MM_dd", Locale.ROOT);

    private final TreeSet<LocalDate> weeks = new TreeSet<>();
    private final Connection connection;
    private long mayDrop = System.nanoTime();

    /// Reads which weeks there are.
    Weeks(Connection connection) throws SQLException {
        this.connection = connection;
        Sql.list(
                        connection,
                        row -> row.getString(1),
                        """
                        SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
                        WHERE inhparent = 'origin'::regclass
                        """)
                .forEach(name -> parse(name).ifPresent(weeks::add));
    }

    /// Ids above this one may be asked for when `last` is the newest.
    static long oldest(long last) {
        long millis = MessageIds.epochMillis(last) - Origin.WINDOW.toMillis();
        return MessageIds.first(Math.max(0, millis));
    }

    /// Makes the weeks of a batch's ids, `first` to `last`, and the one after them, and drops what
    /// is too old.
    void prepare(long first, long last) throws SQLException {
        make(week(first));
        LocalDate present = week(last);
        for (int i = 0; i <= AHEAD; i++) {
            make(present.plusWeeks(i));
        }
        LocalDate oldest = week(oldest(last));
        if (weeks.first().isBefore(oldest) && System.nanoTime() - mayDrop >= 0) {
            drop(List.copyOf(weeks.headSet(oldest)));
        }
    }

    /// See [Months] for why it is attached. Cut short between the two statements, it goes on with
    /// the second.
    private void make(LocalDate week) throws SQLException {
        if (weeks.contains(week)) {
            return;
        }
        String table = NAME.format(week);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS %s (LIKE origin INCLUDING ALL)".formatted(table));
            statement.execute(
                    "ALTER TABLE origin ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
                            .formatted(table, start(week), start(week.plusWeeks(1))));
        }
        weeks.add(week);
    }

    /// Whoever reads the table just then, such as a backup, must not hold up the log: then it is
    /// tried again later.
    private void drop(List<LocalDate> old) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '50ms'");
            for (LocalDate week : old) {
                statement.execute("DROP TABLE " + NAME.format(week));
            }
            connection.commit();
            old.forEach(weeks::remove);
            log.debug("dropped the origins of the weeks from {}", old);
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

    /// Its first day.
    static LocalDate week(long id) {
        long day = Math.floorDiv(MessageIds.epochMillis(id), Duration.ofDays(1).toMillis());
        return LocalDate.ofEpochDay(day - Math.floorMod(day, DAYS));
    }

    private static long start(LocalDate week) {
        return MessageIds.first(week.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    }

    private static Optional<LocalDate> parse(String name) {
        try {
            return Optional.of(LocalDate.parse(name, NAME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
