package dev.hermod.storage.jdbc.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.storage.BackupRefusedException;
import dev.hermod.storage.Holdings;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Nothing changes where a backup is refused or a restore fails.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class RefusalTest {
    private final Databases databases;
    private final Backed server;
    private final Path file;
    private byte[] backup = {};
    private Map<String, List<String>> rows = Map.of();

    RefusalTest(TestDatabase beside, @TempDir Path directory) throws SQLException {
        this.databases = new Databases(beside);
        this.server = new Backed(directory, databases.fresh());
        this.file = directory.resolve("backup");
    }

    @BeforeAll
    void backUp() throws Exception {
        server.filled(40).close();
        try (Storage storage = server.open()) {
            Backed.save(storage, file);
        }
        backup = Files.readAllBytes(file);
        rows = Rows.of(server.database());
    }

    @AfterAll
    void drop() throws SQLException {
        databases.close();
    }

    private void assertRefused(byte[] bytes, String why) throws Exception {
        Path altered = Files.createTempFile(file.getParent(), "altered", null);
        Files.write(altered, bytes);
        assertThatThrownBy(() -> server.restore(altered, new Backed.Answer(true)))
                .isInstanceOf(BackupRefusedException.class)
                .hasMessageContaining(altered.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("nothing was changed");
    }

    private void assertUnchanged() throws SQLException {
        assertThat(Rows.of(server.database())).isEqualTo(rows);
        try (Connection connection = server.database().connect()) {
            assertThat(
                            dev.hermod.storage.jdbc.Sql.list(
                                    connection,
                                    row -> row.getString(1),
                                    "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'hermod%'"))
                    .containsExactly("hermod");
        }
    }

    @Test
    void alteredByteIsFound() throws Exception {
        for (int at = 0; at < backup.length; at += at < 200 ? 1 : 37) {
            byte[] altered = backup.clone();
            altered[at] ^= 1;
            assertRefused(altered, "");
        }
        byte[] altered = backup.clone();
        altered[backup.length / 2] ^= 64;
        assertRefused(altered, "damaged");
        assertUnchanged();
    }

    @Test
    void truncatedFileIsFound() throws Exception {
        for (int length = 0; length < backup.length; length += 211) {
            assertRefused(Arrays.copyOf(backup, length), "");
        }
        assertRefused(Arrays.copyOf(backup, backup.length - 1), "damaged");
        assertRefused(Arrays.copyOf(backup, backup.length + 1), "damaged");
    }

    @Test
    void foreignFileIsFound() throws Exception {
        assertRefused("-- PostgreSQL database dump\n".repeat(100).getBytes(UTF_8), "not a file");
        Path foreign = file.resolveSibling("foreign.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(foreign))) {
            zip.putNextEntry(new ZipEntry("something.txt"));
            zip.write(new byte[1_000]);
        }
        assertRefused(Files.readAllBytes(foreign), "not a file that `hermod backup` wrote");
    }

    @Test
    void backupsOfNewerServersAreRefused() throws Exception {
        assertRefused(forged(Manifest.FORMAT + 1, "1"), "newer form");
        assertRefused(forged(Manifest.FORMAT, "99999"), "made by Hermod 9.9.9, whose tables");
        assertUnchanged();
    }

    @Test
    void backupWithOtherTablesIsRefused() throws Exception {
        assertRefused(forged(Manifest.FORMAT, "1"), "its tables are not those of version 1");
        assertUnchanged();
    }

    private byte[] forged(int format, String schema) throws IOException {
        Path forged = file.resolveSibling("forged");
        try (OutputStream out = Files.newOutputStream(forged)) {
            new BackupWriter(out)
                    .finish(
                            new Manifest(
                                    format,
                                    "9.9.9",
                                    schema,
                                    "",
                                    "2026-01-01T00:00:00Z",
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of()));
        }
        return Files.readAllBytes(forged);
    }

    @Test
    void serverWithAccountsIsLeftAloneUnlessAllMayBeLost() throws Exception {
        var no = new Backed.Answer(false);
        assertThatThrownBy(() -> server.restore(file, no))
                .isInstanceOf(BackupRefusedException.class)
                .hasMessageContaining("3 accounts and rooms")
                .hasMessageContaining("--replace");
        assertThat(no.asked).containsExactly(new Holdings(3, 81));
        assertUnchanged();

        server.restore(file, new Backed.Answer(true));
        assertUnchanged();
    }

    @Test
    void databaseOfAServerThatRunsIsLeftAlone() throws Exception {
        try (Storage storage = server.open()) {
            assertThatThrownBy(() -> server.restore(file, new Backed.Answer(true)))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("stop it first");
            assertThat(storage.accounts().exists(Samples.ROMEO)).isTrue();
        }
        assertUnchanged();
    }

    @Test
    void connectionThatBreaksWhileRowsAreLoadedChangesNothing() throws Exception {
        ThrowingCallable broken = () -> server.restore(file, new Breaking(server.database()));
        assertThatThrownBy(broken).isInstanceOf(StorageUnavailableException.class);
        assertThat(Rows.of(server.database())).isEqualTo(rows);

        server.restore(file, new Backed.Answer(true));
        assertUnchanged();
    }

    /// Ends the restore's session when it reads the first rows.
    private static final class Breaking extends Backed.Answer {
        private final TestDatabase database;
        private boolean broken;

        Breaking(TestDatabase database) {
            super(true);
            this.database = database;
        }

        @Override
        public void progress(Step step, long done, long total) {
            if (step == Step.LOADING && done > total / 2 && !broken) {
                broken = true;
                try (Connection connection = database.connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                            """);
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
