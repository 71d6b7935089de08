package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.SqlStates;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.IntConsumer;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// A schema beside ours, which is filled and then takes its place. Until then ours stays as it is,
/// whatever happens; what a restore left that was killed the next one deletes.
record Staging(Connection connection, BackupFile backup) {
    static final String SCHEMA = Access.SCHEMA + "_restore";

    /// Clients remember versions that were given after the backup was made. Versions are times at
    /// their beginning, so one of now is above them all, and whoever asks for the changes since
    /// then gets the whole roster.
    private static final String NEW_ROSTER_VERSIONS =
            """
            UPDATE roster SET (version, oldest) = (SELECT now, now FROM
                (SELECT greatest(roster.version + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS now) clock)
            """;

    private static final int BUFFER = 64 * 1024;

    /// Makes it empty and works in it from now on.
    void create() throws SQLException {
        drop();
        execute("CREATE SCHEMA " + SCHEMA);
        connection.setSchema(SCHEMA);
    }

    void drop() throws SQLException {
        execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(SCHEMA));
    }

    /// Once the tables of the backup's version are there.
    ///
    /// @param read told how many bytes of rows were read
    void load(IntConsumer read) throws SQLException, IOException, BackupRefusedException {
        Catalogue catalogue = Catalogue.of(connection);
        List<String> expected = catalogue.tables().stream().sorted().toList();
        List<String> found =
                backup.manifest().tables().stream().map(Manifest.Table::name).sorted().toList();
        if (!expected.equals(found)) {
            throw backup.refused(
                    "its tables are not those of version %s: %s in place of %s"
                            .formatted(backup.manifest().schema(), found, expected));
        }
        // Migrations may have put rows there.
        execute("TRUNCATE " + Names.quoted(expected));
        for (Partition partition : backup.manifest().partitions()) {
            execute(partition.ddl());
        }
        for (String name : catalogue.tables()) {
            load(table(name), read);
        }
        for (Sequence each : backup.manifest().sequences()) {
            set(each);
        }
    }

    private Manifest.Table table(String name) {
        return backup.manifest().tables().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void load(Manifest.Table table, IntConsumer read)
            throws SQLException, IOException, BackupRefusedException {
        String copy =
                "COPY %s (%s) FROM STDIN"
                        .formatted(Names.quoted(table.name()), Names.quoted(table.columns()));
        MessageDigest digest = Digests.sha256();
        try (InputStream rows =
                new BufferedInputStream(
                        new DigestInputStream(new Watched(backup.rows(table), read), digest),
                        BUFFER)) {
            long count =
                    new CopyManager(connection.unwrap(BaseConnection.class))
                            .copyIn(copy, rows, BUFFER);
            if (count != table.rows() || !Digests.hex(digest).equals(table.sha256())) {
                throw backup.refused(
                        "the rows of %s are not those that it had".formatted(table.name()));
            }
        }
    }

    private void set(Sequence sequence) throws SQLException {
        Sql.list(
                connection,
                row -> row.getLong(1),
                "SELECT setval(?::regclass, ?, ?)",
                Names.quoted(sequence.name()),
                sequence.value(),
                sequence.called());
    }

    /// Once the tables are up to date.
    void finish() throws SQLException {
        execute(NEW_ROSTER_VERSIONS);
        for (String table : Catalogue.of(connection).tables()) {
            execute("ANALYZE " + Names.quoted(table));
        }
    }

    /// Puts it in the place of ours.
    void publish() throws SQLException {
        connection.setAutoCommit(false);
        execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(Access.SCHEMA));
        execute("ALTER SCHEMA %s RENAME TO %s".formatted(SCHEMA, Access.SCHEMA));
        commit();
        connection.setAutoCommit(true);
    }

    private void commit() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (!SqlStates.connectionLost(e)) {
                throw e;
            }
            throw new StorageUnavailableException(
                    "the connection broke at the last step, and nobody knows whether the backup is in place: look (`hermod account list`), or restore it again with --replace",
                    e);
        }
    }

    /// Deletes it, wherever the work on it stopped.
    void abandon() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        drop();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Tells what is read.
    private static final class Watched extends FilterInputStream {
        private final IntConsumer read;

        Watched(InputStream in, IntConsumer read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            read.accept(Math.max(0, count));
            return count;
        }
    }
}
