package dev.hermod.storage.jdbc.backup;

import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.config.ConfigFile;
import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.BackupSummary;
import dev.hermod.storage.Backups;
import dev.hermod.storage.Holdings;
import dev.hermod.storage.RestoreDialogue;
import dev.hermod.storage.Restored;
import dev.hermod.storage.Storage;
import dev.hermod.storage.jdbc.JdbcStorageProvider;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgresOptions;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Storage on a test's database, saved and restored as the server does it.
record Backed(Path directory, TestDatabase database) {
    static final Map<String, byte[]> FILES = Map.of("certs/self-signed.key", new byte[] {1, 2, 3});

    private static JdbcStorageProvider provider() {
        return new JdbcStorageProvider(EmbeddedPostgresOptions.forTests());
    }

    private Config config() {
        try {
            return ConfigFile.load(
                    Map.of(
                            "HERMOD_DATA", directory.toString(),
                            "HERMOD_STORAGE__URL", database.jdbcUrl(),
                            "HERMOD_STORAGE__USER", database.user(),
                            "HERMOD_STORAGE__PASSWORD", database.password()));
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    Storage open() {
        return provider().open(config());
    }

    /// With the samples in it.
    Storage filled(int messages) {
        Storage storage = open();
        Samples.fill(storage, messages);
        Awaitility.await().until(this::everythingIsDerived);
        return storage;
    }

    /// Whether nothing will be written behind the log any more.
    private boolean everythingIsDerived() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT (SELECT min(position) FROM hermod.follower) >= (SELECT max(id) FROM hermod.log)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    static BackupSummary save(Storage storage, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            return storage.port(Backups.class).write("1.2.3", FILES, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Restored restore(Path file) throws BackupRefusedException, IOException {
        return restore(file, new Answer(false));
    }

    Restored restore(Path file, RestoreDialogue dialogue)
            throws BackupRefusedException, IOException {
        return provider().restore(config(), file, dialogue);
    }

    /// Always the same.
    static class Answer implements RestoreDialogue {
        final List<Holdings> asked = new ArrayList<>();
        private final boolean replace;

        Answer(boolean replace) {
            this.replace = replace;
        }

        @Override
        public boolean mayReplace(Holdings present) {
            asked.add(present);
            return replace;
        }

        @Override
        public void progress(Step step, long done, long total) {}
    }
}
