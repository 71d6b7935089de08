package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogMessage.StreamPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Writes batches, each with one statement and so in one transaction and one round trip.
final class LogWriter {
    private static final String ENTRIES =
            """
            INSERT INTO log
                (archive_id, id, prev, inbound, deliver, until_delivered, stream, conversation, resource, stanza)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[],
                ?::text[], ?::text[], ?::text[], ?::bytea[])
            """;

    private static final String INSERT =
            "WITH clock AS (UPDATE log_clock SET high = ? WHERE high < ?)\n" + ENTRIES;

    /// Writes all or, when some of the messages are there already, nothing, and says which: their
    /// rows must be taken out of the chains of their archives first. That is rare, so looking them
    /// up costs no round trip of its own.
    static final String INSERT_UNLESS_KNOWN =
            """
            WITH asked AS (
                SELECT * FROM unnest(?::bigint[], ?::bytea[], ?::bigint[], ?::integer[]) WITH ORDINALITY
                    AS asked (archive_id, digest, id, entries, place)),
            known AS (
                SELECT place, found.id, found.entries FROM asked CROSS JOIN LATERAL
                    (SELECT id, entries FROM origin
                     WHERE archive_id = asked.archive_id AND digest = asked.digest AND id > ? AND id <= ?
                     LIMIT 1) AS found),
            clock AS (UPDATE log_clock SET high = ? WHERE high < ? AND NOT EXISTS (SELECT FROM known)),
            origins AS (
                INSERT INTO origin (archive_id, digest, id, entries)
                SELECT archive_id, digest, id, entries FROM asked WHERE NOT EXISTS (SELECT FROM known)),
            entries AS (
            """
                    + ENTRIES
                    + """
                        WHERE NOT EXISTS (SELECT FROM known))
                    SELECT place, id, entries FROM known
                    """;

    private final PreparedStatement insert;
    private final PreparedStatement insertUnlessKnown;
    private final Months months;
    private final Weeks weeks;

    LogWriter(Connection connection) throws SQLException {
        this.insert = connection.prepareStatement(INSERT);
        this.insertUnlessKnown = connection.prepareStatement(INSERT_UNLESS_KNOWN);
        this.months = new Months(connection);
        this.weeks = new Weeks(connection);
    }

    /// Sees to it that there is a partition for each row.
    void prepare(Batch batch) throws SQLException {
        long first = batch.rows().getFirst().id();
        long last = batch.rows().getLast().id();
        months.prepare(first, last);
        if (!batch.firsts().isEmpty()) {
            weeks.prepare(first, last);
        }
    }

    /// Commits all rows and raises the clock's bound if that is lower.
    ///
    /// @return those of [Batch#firsts] that are in the log already, as they are there; if there are
    ///   any, nothing was written
    List<Batch.First> write(Batch batch, long bound) throws SQLException {
        List<Batch.First> firsts = batch.firsts();
        if (firsts.isEmpty()) {
            insert.setLong(1, bound);
            insert.setLong(2, bound);
            setRows(insert, 3, batch.rows());
            insert.executeUpdate();
            return List.of();
        }
        setFirsts(insertUnlessKnown, firsts);
        insertUnlessKnown.setLong(5, Weeks.oldest(batch.rows().getLast().id()));
        insertUnlessKnown.setLong(6, batch.rows().getLast().id());
        insertUnlessKnown.setLong(7, bound);
        insertUnlessKnown.setLong(8, bound);
        setRows(insertUnlessKnown, 9, batch.rows());
        return known(firsts);
    }

    private List<Batch.First> known(List<Batch.First> asked) throws SQLException {
        List<Batch.First> known = new ArrayList<>();
        try (ResultSet found = insertUnlessKnown.executeQuery()) {
            while (found.next()) {
                Batch.Key key = asked.get(found.getInt("place") - 1).key();
                known.add(new Batch.First(key, found.getLong("id"), found.getInt("entries")));
            }
        }
        return known;
    }

    private static void setFirsts(PreparedStatement statement, List<Batch.First> firsts)
            throws SQLException {
        statement.setObject(1, firsts.stream().mapToLong(each -> each.key().archiveId()).toArray());
        statement.setObject(
                2,
                firsts.stream().map(each -> each.key().origin().digest()).toArray(byte[][]::new));
        statement.setObject(3, firsts.stream().mapToLong(Batch.First::id).toArray());
        statement.setObject(4, firsts.stream().mapToInt(Batch.First::entries).toArray());
    }

    private static void setRows(PreparedStatement statement, int at, List<Batch.Row> rows)
            throws SQLException {
        statement.setObject(at, longs(rows, Batch.Row::archiveId));
        statement.setObject(at + 1, longs(rows, Batch.Row::id));
        statement.setObject(at + 2, longs(rows, Batch.Row::previous));
        statement.setObject(
                at + 3, rows.stream().map(each -> number(each.stream())).toArray(Long[]::new));
        statement.setObject(
                at + 4, rows.stream().map(each -> each.row().deliver()).toArray(Boolean[]::new));
        statement.setObject(
                at + 5, rows.stream().map(Batch.Row::untilDelivered).toArray(Boolean[]::new));
        statement.setObject(
                at + 6, rows.stream().map(each -> name(each.stream())).toArray(String[]::new));
        statement.setObject(
                at + 7,
                rows.stream()
                        .map(each -> each.row().conversation().toString())
                        .toArray(String[]::new));
        statement.setObject(
                at + 8,
                rows.stream()
                        .map(each -> each.row().target().getResource())
                        .toArray(String[]::new));
        statement.setObject(at + 9, rows.stream().map(Batch.Row::stanza).toArray(byte[][]::new));
    }

    private static long[] longs(List<Batch.Row> rows, ToLongFunction<Batch.Row> column) {
        return rows.stream().mapToLong(column).toArray();
    }

    private static @Nullable Long number(@Nullable StreamPosition stream) {
        return stream == null ? null : stream.number();
    }

    private static @Nullable String name(@Nullable StreamPosition stream) {
        return stream == null ? null : stream.streamId();
    }
}
