package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.Holdings;
import dev.hermod.storage.RestoreDialogue;
import dev.hermod.storage.RestoreDialogue.Step;
import dev.hermod.storage.Restored;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.Schema;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.SqlStates;
import dev.hermod.storage.jdbc.log.WriterLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Restores a backup into a PostgreSQL database that no server uses.
public final class JdbcRestore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JdbcRestore.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// The end of a large `COPY`, or of deleting a large schema, may take its time.
    private static final Duration SILENCE = Duration.ofHours(1);

    private static final String SETTINGS =
            """
            SELECT set_config(name, '0', false) FROM pg_settings
            WHERE name IN ('statement_timeout', 'idle_session_timeout', 'idle_in_transaction_session_timeout',
                'transaction_timeout')
            """;

    private final BackupFile backup;
    private final RestoreDialogue dialogue;

    private JdbcRestore(BackupFile backup, RestoreDialogue dialogue) {
        this.backup = backup;
        this.dialogue = dialogue;
    }

    /// Checks the file, before any database is started for it.
    public static JdbcRestore of(Path file, RestoreDialogue dialogue)
            throws BackupRefusedException, IOException {
        return new JdbcRestore(BackupFile.open(file, dialogue), dialogue);
    }

    /// Replaces what is in the database, or changes nothing.
    public Restored into(Access access, Schema schema) throws BackupRefusedException, IOException {
        schema.requireServer();
        refuseNewer(schema);
        var restored = new Restored(backup.manifest().summary(), backup.files());
        try (Connection connection = access.connect(CONNECT, SILENCE)) {
            Sql.list(connection, row -> row.getString(1), SETTINGS);
            requireAlone(connection, access);
            ask(connection);
            stage(connection, schema);
        } catch (SQLException e) {
            throw failed(e);
        }
        return restored;
    }

    private void refuseNewer(Schema schema) throws BackupRefusedException {
        Manifest manifest = backup.manifest();
        if (!schema.knows(manifest.schema())) {
            throw backup.refused(
                    "it was made by Hermod %s, whose tables (version %s) this one does not know: restore it with that version, or a newer one"
                            .formatted(manifest.server(), manifest.schema()));
        }
    }

    private static void requireAlone(Connection connection, Access access) throws SQLException {
        var lock = new WriterLock(connection);
        if (!lock.tryTake()) {
            throw new StorageUnavailableException(
                    "a Hermod uses the database at %s (%s); stop it first"
                            .formatted(access.shown(), lock.holder()));
        }
    }

    private void ask(Connection connection) throws SQLException, BackupRefusedException {
        Holdings present = present(connection);
        if (!present.empty() && !dialogue.mayReplace(present)) {
            throw backup.refused(
                    "the database has %,d accounts and rooms and %,d messages in archives, which would be lost; to replace them add --replace"
                            .formatted(present.accounts(), present.entries()));
        }
    }

    private static Holdings present(Connection connection) throws SQLException {
        return new Holdings(
                count(connection, "archive", "WHERE position('@' IN owner) > 0"),
                count(connection, "log", ""));
    }

    /// Rooms are archives without an account; they count too, unlike what the server keeps for
    /// itself under the name of a domain.
    private static long count(Connection connection, String table, String which)
            throws SQLException {
        String name = Access.SCHEMA + "." + table;
        boolean there =
                Sql.first(
                                connection,
                                row -> row.getBoolean(1),
                                "SELECT to_regclass(?) IS NOT NULL",
                                name)
                        .orElseThrow();
        return there
                ? Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT count(*) FROM %s %s".formatted(name, which))
                        .orElseThrow()
                : 0;
    }

    private void stage(Connection connection, Schema schema)
            throws SQLException, IOException, BackupRefusedException {
        var staging = new Staging(connection, backup);
        staging.create();
        boolean published = false;
        try {
            schema.migrate(Staging.SCHEMA, backup.manifest().schema());
            load(staging);
            schema.migrate(Staging.SCHEMA);
            staging.finish();
            staging.publish();
            published = true;
        } finally {
            if (!published) {
                discard(staging);
            }
        }
    }

    private void load(Staging staging) throws SQLException, IOException, BackupRefusedException {
        long total = backup.size();
        AtomicLong done = new AtomicLong();
        staging.load(read -> dialogue.progress(Step.LOADING, done.addAndGet(read), total));
    }

    private static void discard(Staging staging) {
        try {
            staging.abandon();
        } catch (SQLException e) {
            log.warn(
                    "schema {} is left of a restore that failed; the next one deletes it: {}",
                    Staging.SCHEMA,
                    e.getMessage());
        }
    }

    private static StorageUnavailableException failed(SQLException e) {
        String what =
                SqlStates.unavailable(e) ? "the database went away" : "the database refused it";
        return new StorageUnavailableException(
                "%s, and everything is as it was before: %s".formatted(what, e.getMessage()), e);
    }

    @Override
    public void close() throws IOException {
        backup.zip().close();
    }
}
