package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// The right to be the only Hermod that writes to a database. PostgreSQL gives it to one session
/// only, and takes it back when that session ends.
public record WriterLock(Connection connection) {
    /// "Hermod", then the number of the lock.
    private static final long NUMBER = 0x4865_726d_6f64_0001L;

    public boolean tryTake() throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getBoolean(1),
                        "SELECT pg_try_advisory_lock(?)",
                        NUMBER)
                .orElseThrow();
    }

    /// Who has it, for the operator.
    public String holder() throws SQLException {
        return Sql.first(
                        connection,
                        row ->
                                "%s at %s, process %d of the server, since %s"
                                        .formatted(
                                                row.getString("application_name"),
                                                row.getString("client_addr"),
                                                row.getInt("pid"),
                                                row.getString("backend_start")),
                        """
                        SELECT application_name, client_addr, pid, backend_start FROM pg_locks
                        JOIN pg_stat_activity USING (pid)
                        WHERE locktype = 'advisory' AND granted AND classid = ? AND objid = ? AND objsubid = 1
                            AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """,
                        NUMBER >>> 32,
                        NUMBER & 0xffff_ffffL)
                .orElse("nobody any more");
    }

    /// Ends a session of this user that has it; does nothing if it has ended.
    void end(int backend) throws SQLException {
        Sql.first(
                connection,
                row -> row.getBoolean(1),
                """
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE pid = ? AND locktype = 'advisory' AND granted AND classid = ? AND objid = ?
                """,
                backend,
                NUMBER >>> 32,
                NUMBER & 0xffff_ffffL);
    }
}
