package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// The database as it is at one moment, seen by one read-only transaction on a connection of its
/// own. Writers are not held up; only a change of the tables themselves waits for its end.
record Snapshot(Connection connection, Catalogue catalogue) implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// While rows come there is never so long a silence.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    /// Limits that an operator may have set for this user, and what makes the text of values depend
    /// on the place; scans begin where the table does.
    private static final String SETTINGS =
            """
            SELECT set_config(name, value, false) FROM (VALUES
                ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
                ('lock_timeout', '10s'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO'), ('IntervalStyle', 'postgres'),
                ('bytea_output', 'hex'), ('extra_float_digits', '3'), ('synchronize_seqscans', 'off')) wanted (name, value)
            JOIN pg_settings USING (name)
            """;

    static Snapshot of(Access access) throws SQLException {
        Connection connection = access.connect(CONNECT, SILENCE);
        Snapshot taken = null;
        try {
            Sql.list(connection, row -> row.getString(1), SETTINGS);
            taken = new Snapshot(connection, begin(connection));
            return taken;
        } finally {
            if (taken == null) {
                connection.close();
            }
        }
    }

    /// Locked first: the snapshot is taken by the first query after that, and shows the tables that
    /// are locked.
    private static Catalogue begin(Connection connection) throws SQLException {
        List<String> tables = Catalogue.of(connection).tables();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE %s IN ACCESS SHARE MODE".formatted(Names.quoted(tables)));
        }
        Catalogue catalogue = Catalogue.of(connection);
        if (!catalogue.tables().equals(tables)) {
            throw new StorageUnavailableException("the tables are just being changed");
        }
        return catalogue;
    }

    /// The version of the newest migration.
    String schema() throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getString(1),
                        """
                        SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
                        ORDER BY installed_rank DESC LIMIT 1
                        """)
                .orElseThrow();
    }

    String database() throws SQLException {
        return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
    }

    /// Writes all rows of a table; partitions through the parent.
    ///
    /// @return how many
    long copy(String table, List<String> columns, OutputStream out)
            throws SQLException, IOException {
        String rows =
                "COPY (SELECT %s FROM %s) TO STDOUT"
                        .formatted(Names.quoted(columns), Names.quoted(table));
        return new CopyManager(connection.unwrap(BaseConnection.class)).copyOut(rows, out);
    }

    /// Sequences stand outside of transactions: these are at or after the snapshot.
    List<Sequence> sequences() throws SQLException {
        List<Sequence> sequences = new ArrayList<>();
        for (String name : catalogue.sequences()) {
            Sql.list(
                    connection,
                    row -> sequences.add(new Sequence(name, row.getLong(1), row.getBoolean(2))),
                    "SELECT last_value, is_called FROM " + Names.quoted(name));
        }
        return sequences;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
