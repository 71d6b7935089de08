package dev.hermod.storage.jdbc;

import dev.hermod.storage.StorageUnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/// What an SQL error means for the caller (PostgreSQL manual, appendix A).
public final class SqlStates {
    private static final String CONNECTION = "08";
    private static final Set<String> SHUTDOWNS = Set.of("57P01", "57P02", "57P03", "57P05");

    /// Out of resources, canceled or shutting down, trouble of the operating system.
    private static final Set<String> TROUBLED_CLASSES = Set.of("53", "57", "58");

    /// Serialization, deadlock, lock timeout, read-only after a failover, idle in transaction.
    private static final Set<String> TROUBLED = Set.of("40001", "40P01", "55P03", "25006", "25P03");

    private SqlStates() {}

    /// The connection is gone; what became of the statement is unknown.
    public static boolean connectionLost(SQLException e) {
        String state = state(e);
        return state.startsWith(CONNECTION) || SHUTDOWNS.contains(state);
    }

    /// The database is away or in trouble: the same may succeed later. Anything else is a bug.
    public static boolean unavailable(SQLException e) {
        String state = state(e);
        return connectionLost(e)
                || e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || TROUBLED.contains(state)
                || TROUBLED_CLASSES.contains(state.substring(0, Math.min(2, state.length())));
    }

    /// As the ports tell it.
    public static RuntimeException translated(SQLException e) {
        return unavailable(e)
                ? new StorageUnavailableException("the database is away: " + e.getMessage(), e)
                : new IllegalStateException("PostgreSQL refused a statement: " + e.getMessage(), e);
    }

    static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
