package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogMessage.StreamPosition;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The committer's connection. It holds the writer's lock, which PostgreSQL gives to one session of
/// a database only and takes back when that session ends: who has it is alone, and whatever a
/// session before it began has ended.
final class LogSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogSession.class);

    private static final String INSERT =
            """
            WITH clock AS (UPDATE log_clock SET high = ? WHERE high < ?)
            INSERT INTO log
                (archive_id, id, prev, inbound, deliver, until_delivered, stream, conversation, resource, stanza)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[],
                ?::text[], ?::text[], ?::text[], ?::bytea[])
            """;

    private final Connection connection;
    private final PreparedStatement insert;
    private final Months months;

    private LogSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.insert = connection.prepareStatement(INSERT);
        this.months = new Months(connection);
    }

    /// Takes over a connection, and closes it when that fails.
    static LogSession on(Connection connection, LogOptions options) throws SQLException {
        LogSession session = null;
        try {
            // Keepalives on the server's side: the lock must not outlive this machine for hours.
            Sql.first(
                    connection,
                    row -> row.getString(1),
                    """
                    SELECT set_config('statement_timeout', ?, false), set_config('tcp_keepalives_idle', '5', false),
                        set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)
                    """,
                    Long.toString(options.statement().toMillis()));
            session = new LogSession(connection);
            return session;
        } finally {
            if (session == null) {
                connection.close();
            }
        }
    }

    WriterLock writerLock() {
        return new WriterLock(connection);
    }

    int backend() throws SQLException {
        return Sql.first(connection, row -> row.getInt(1), "SELECT pg_backend_pid()").orElseThrow();
    }

    /// The bound of all ids ever given.
    long clock() throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), "SELECT high FROM log_clock")
                .orElseThrow();
    }

    /// Where the archives of those owners stand that have one.
    Map<String, Head> heads(Collection<String> owners) throws SQLException {
        Map<String, Head> heads = new HashMap<>();
        Sql.list(
                connection,
                row -> heads.put(row.getString(1), new Head(row.getLong(2), row.getLong(3))),
                """
                SELECT owner, archive_id, coalesce((SELECT id FROM log
                    WHERE log.archive_id = archive.archive_id ORDER BY id DESC LIMIT 1), 0)
                FROM archive WHERE owner = ANY(?)
                """,
                (Object) owners.toArray(String[]::new));
        return heads;
    }

    boolean exists(Batch.Row row) throws SQLException {
        return one(
                "SELECT EXISTS (SELECT FROM log WHERE archive_id = ? AND id = ?)",
                row.archiveId(),
                row.id());
    }

    /// Sees to it that there is a partition for each row.
    void prepare(List<Batch.Row> rows) throws SQLException {
        months.prepare(rows.getFirst().id(), rows.getLast().id());
    }

    /// Commits all rows and raises the clock's bound if that is lower, in one statement and so in
    /// one transaction.
    void write(List<Batch.Row> rows, long bound) throws SQLException {
        insert.setLong(1, bound);
        insert.setLong(2, bound);
        insert.setObject(3, longs(rows, Batch.Row::archiveId));
        insert.setObject(4, longs(rows, Batch.Row::id));
        insert.setObject(5, longs(rows, Batch.Row::previous));
        insert.setObject(6, rows.stream().map(each -> number(each.stream())).toArray(Long[]::new));
        insert.setObject(
                7, rows.stream().map(each -> each.row().deliver()).toArray(Boolean[]::new));
        insert.setObject(8, rows.stream().map(Batch.Row::untilDelivered).toArray(Boolean[]::new));
        insert.setObject(9, rows.stream().map(each -> name(each.stream())).toArray(String[]::new));
        insert.setObject(
                10,
                rows.stream()
                        .map(each -> each.row().conversation().toString())
                        .toArray(String[]::new));
        insert.setObject(
                11,
                rows.stream()
                        .map(each -> each.row().target().getResource())
                        .toArray(String[]::new));
        insert.setObject(12, rows.stream().map(Batch.Row::stanza).toArray(byte[][]::new));
        insert.executeUpdate();
    }

    /// Fails when the server does not answer.
    void ping() throws SQLException {
        one("SELECT true");
    }

    /// Closes the socket without a word, from any thread.
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("aborting the connection of the message log", e);
        }
    }

    /// Lowers the clock's bound to what was really used, and gives up the lock.
    void finish(long lastId) {
        try (connection) {
            Sql.update(connection, "UPDATE log_clock SET high = ? WHERE high > ?", lastId, lastId);
        } catch (SQLException e) {
            // The bound stays where it is: ids will go on a second later than they could.
            log.debug("ending the session of the message log", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private boolean one(String sql, Object... parameters) throws SQLException {
        return Sql.first(connection, row -> row.getBoolean(1), sql, parameters).orElseThrow();
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
