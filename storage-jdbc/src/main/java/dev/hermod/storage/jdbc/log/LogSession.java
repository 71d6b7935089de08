package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The committer's connection. It holds the writer's lock, which PostgreSQL gives to one session of
/// a database only and takes back when that session ends: who has it is alone, and whatever a
/// session before it began has ended.
final class LogSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogSession.class);

    private final Connection connection;
    private final LogWriter writer;

    private LogSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.writer = new LogWriter(connection);
    }

    /// Takes over a connection, and closes it when that fails.
    static LogSession on(Connection connection, LogOptions options) throws SQLException {
        LogSession session = null;
        try {
            // Keepalives on the server's side: the lock must not outlive this machine for hours.
            // The statements here find single rows by their keys, in partitions that are new every
            // day and have no statistics: plans are made once, and none reads a partition through.
            Sql.first(
                    connection,
                    row -> row.getString(1),
                    """
                    SELECT set_config('statement_timeout', ?, false), set_config('tcp_keepalives_idle', '5', false),
                        set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false),
                        set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false),
                        set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false)
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

    LogWriter writer() {
        return writer;
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
}
