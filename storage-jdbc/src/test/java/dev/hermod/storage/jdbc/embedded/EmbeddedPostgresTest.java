package dev.hermod.storage.jdbc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final EmbeddedPostgresOptions DURABLE =
            EmbeddedPostgresOptions.forTests().withDurable(true);
    private static final EmbeddedPostgresOptions FAST = EmbeddedPostgresOptions.forTests();

    @TempDir private Path data;

    @BeforeEach
    void letOtherUsersPass() throws IOException {
        Directories.passable(data);
    }

    @Test
    void dataIsThereAfterStopAndStartOnTheSamePort() throws Exception {
        String url;
        try (var first = EmbeddedPostgres.start(data, DURABLE)) {
            url = first.jdbcUrl();
            Sql.run(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (var second = EmbeddedPostgres.start(data, DURABLE)) {
            assertThat(second.jdbcUrl()).isEqualTo(url);
            assertThat(Sql.value(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void closingEndsTheServerProcess() throws Exception {
        var postgres = EmbeddedPostgres.start(data, FAST);
        var process = ProcessHandle.of(postgres.pid()).orElseThrow();
        postgres.close();
        postgres.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void standardOptionsAreSafeForRealData() throws Exception {
        var shared = Objects.requireNonNull(FAST.binariesDirectory());
        var options = EmbeddedPostgresOptions.standard().withBinariesDirectory(shared);
        try (var postgres = EmbeddedPostgres.start(data, options)) {
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "full_page_writes")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "data_checksums")).isEqualTo("on");
            assertThat(setting(postgres, "password_encryption")).isEqualTo("scram-sha-256");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
            assertThat(setting(postgres, "log_timezone")).isEqualTo("UTC");
            assertThat(setting(postgres, "jit")).isEqualTo("off");
            assertThat(Sql.value(postgres, "SELECT lower('ÄÖÜ')")).isEqualTo("äöü");
            assertThat(Sql.value(postgres, "SELECT usesuper FROM pg_user WHERE usename = user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void passwordFileIsReadableByItsOwnerAlone() throws Exception {
        try (var postgres = EmbeddedPostgres.start(data, FAST)) {
            var file = data.resolve("postgres/password");
            assertThat(Files.readString(file).strip()).isEqualTo(postgres.password());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void loginWithAnotherPasswordIsRefused() throws Exception {
        try (var postgres = EmbeddedPostgres.start(data, FAST)) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(
                                            postgres.jdbcUrl(), postgres.user(), "guess")
                                    .close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void wrongPasswordFileIsRefusedAndALostOneIsMadeAnew() throws Exception {
        var file = data.resolve("postgres/password");
        try (var first = EmbeddedPostgres.start(data, FAST)) {
            Sql.run(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        Files.writeString(file, "guess\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(data, FAST))
                .isInstanceOf(StorageStartException.class)
                .hasMessageContaining("refuses the password in " + file.toRealPath())
                .hasMessageContaining("delete it and start again");
        Files.delete(file);
        try (var again = EmbeddedPostgres.start(data, FAST)) {
            assertThat(Sql.value(again, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void secondStartInOneProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        try (var first = EmbeddedPostgres.start(data, FAST)) {
            for (var attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> EmbeddedPostgres.start(data, FAST))
                        .isInstanceOf(StorageStartException.class)
                        .hasMessageContaining("process " + ProcessHandle.current().pid());
            }
            assertThat(Sql.value(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void clusterOfAnotherMajorVersionIsRefusedWithWhatToDo() throws Exception {
        var cluster = Files.createDirectories(data.resolve("postgres/cluster"));
        Files.writeString(cluster.resolve("PG_VERSION"), "15\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(data, FAST))
                .isInstanceOf(StorageStartException.class)
                .hasMessageContaining("made by PostgreSQL 15")
                .hasMessageContaining("hermod backup")
                .hasMessageContaining("storage.url");
    }

    @Test
    void unfinishedClusterOfAnInterruptedStartIsThrownAway() throws Exception {
        var unfinished = Files.createDirectories(data.resolve("postgres/cluster.new-1"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
        try (var postgres = EmbeddedPostgres.start(data, FAST)) {
            assertThat(Sql.value(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void takenPortIsReplacedByAnotherOne() throws Exception {
        int port;
        try (var first = EmbeddedPostgres.start(data, FAST)) {
            port = Integer.parseInt(Sql.value(first, "SHOW port"));
        }
        try (var _ = new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress());
                var second = EmbeddedPostgres.start(data, FAST)) {
            assertThat(Sql.value(second, "SHOW port")).isNotEqualTo(Integer.toString(port));
        }
    }

    @Test
    void staleLockFilesOfAnotherProcessDoNotStopTheStart() throws Exception {
        String port;
        try (var first = EmbeddedPostgres.start(data, FAST)) {
            port = Sql.value(first, "SHOW port");
        }
        var stranger = ProcessHandle.current().pid();
        var cluster = data.resolve("postgres/cluster");
        Files.writeString(
                cluster.resolve("postmaster.pid"),
                stranger + "\n" + cluster + "\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n");
        Files.writeString(cluster.resolve(".s.PGSQL." + port + ".lock"), stranger + "\n");
        try (var postgres = EmbeddedPostgres.start(data, FAST)) {
            assertThat(postgres.pid()).isNotEqualTo(stranger);
            assertThat(Sql.value(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void directoryThatOtherUsersCannotPassWorksOrSaysWhatToDo() throws Exception {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        try (var postgres = EmbeddedPostgres.start(data, FAST)) {
            assertThat(Sql.value(postgres, "SELECT 1")).isEqualTo("1");
        } catch (StorageStartException e) {
            assertThat(e).hasMessageContaining("chmod o+x");
        }
        Directories.passable(data);
        try (var postgres = EmbeddedPostgres.start(data, FAST)) {
            assertThat(Sql.value(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsRefusedWithWhatToDo() throws Exception {
        Files.writeString(data.resolve("postgres"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(data, FAST))
                .isInstanceOf(StorageStartException.class)
                .hasMessageContaining("Cannot write to " + data.resolve("postgres"));
    }

    private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
        return Sql.value(postgres, "SELECT current_setting('" + name + "')");
    }
}
