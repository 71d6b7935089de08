package dev.hermod.storage.jdbc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final EmbeddedPostgresOptions DURABLE =
            EmbeddedPostgresOptions.forTests().withDurable(true);

    @TempDir private Path data;

    @BeforeEach
    void letOtherUsersPass() throws IOException {
        Directories.passable(data);
    }

    @Test
    void killedServerComesBackWithEveryCommittedRow() throws Exception {
        var committed = new AtomicInteger();
        var enough = new AtomicBoolean();
        try (var postgres = EmbeddedPostgres.start(data, DURABLE)) {
            Sql.run(postgres, "CREATE TABLE kept (id int PRIMARY KEY)");
            var writer = Thread.ofVirtual().start(() -> writeUntil(enough, committed, postgres));
            for (var kill = 0; kill < 3; kill++) {
                var before = committed.get();
                await().atMost(Duration.ofSeconds(60)).until(() -> committed.get() > before + 100);
                kill(postgres);
            }
            enough.set(true);
            assertThat(writer.join(Duration.ofSeconds(60))).isTrue();
            assertRows(postgres, committed.get());
        }
    }

    @Test
    void serverIsTakenOverWhenItsHermodWasKilled() throws Exception {
        var holder = new Holder(data);
        var rows = holder.killAfter(200);
        assertThat(ProcessHandle.of(holder.serverPid)).isPresent();
        try (var postgres = EmbeddedPostgres.start(data, DURABLE)) {
            assertThat(postgres.pid()).isEqualTo(holder.serverPid);
            assertRows(postgres, rows);
            kill(postgres);
            assertRows(postgres, rows);
        }
        assertThat(ProcessHandle.of(holder.serverPid)).isEmpty();
    }

    @Test
    void serverWithOtherSettingsIsStoppedAndStartedAnew() throws Exception {
        var holder = new Holder(data);
        var rows = holder.killAfter(50);
        try (var postgres = EmbeddedPostgres.start(data, EmbeddedPostgresOptions.forTests())) {
            assertThat(postgres.pid()).isNotEqualTo(holder.serverPid);
            assertThat(ProcessHandle.of(holder.serverPid)).isEmpty();
            assertRows(postgres, rows);
        }
    }

    @Test
    void bothKilledAtOnceLoseNothing() throws Exception {
        var holder = new Holder(data);
        holder.awaitRow(200);
        ProcessHandle.of(holder.serverPid).orElseThrow().destroyForcibly();
        var rows = holder.killAfter(0);
        try (var postgres = EmbeddedPostgres.start(data, DURABLE)) {
            assertThat(postgres.pid()).isNotEqualTo(holder.serverPid);
            assertRows(postgres, rows);
        }
    }

    @Test
    void directoryOfARunningHermodIsRefused() throws Exception {
        var holder = new Holder(data);
        holder.awaitRow(1);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, DURABLE))
                    .isInstanceOf(StorageStartException.class)
                    .hasMessageContaining("process " + holder.process.pid());
        } finally {
            holder.killAfter(0);
        }
        EmbeddedPostgres.start(data, DURABLE).close();
    }

    private static void kill(EmbeddedPostgres postgres) {
        var pid = postgres.pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(60)).until(() -> postgres.pid() != pid);
    }

    /// Tries a row again until it is there, as one whose commit was not answered may or may not be.
    private static void writeUntil(
            AtomicBoolean enough, AtomicInteger committed, EmbeddedPostgres postgres) {
        while (!enough.get()) {
            try (var connection = Sql.connect(postgres);
                    var statement = connection.createStatement()) {
                while (!enough.get()) {
                    statement.execute(
                            "INSERT INTO kept VALUES (%d) ON CONFLICT DO NOTHING"
                                    .formatted(committed.get() + 1));
                    committed.incrementAndGet();
                }
            } catch (SQLException _) {
                Thread.onSpinWait();
            }
        }
    }

    private static void assertRows(EmbeddedPostgres postgres, int rows) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() ->
                        assertThat(
                                        Sql.value(
                                                postgres,
                                                "SELECT count(*) FROM kept WHERE id <= " + rows))
                                .isEqualTo(Integer.toString(rows)));
    }

    /// Another JVM with [HolderMain].
    private static final class Holder {
        private final Process process;
        private final BufferedReader lines;
        private final long serverPid;
        private int row;

        Holder(Path data) throws IOException {
            var java = ProcessHandle.current().info().command().orElseThrow();
            process =
                    new ProcessBuilder(
                                    java,
                                    "-cp",
                                    System.getProperty(
                                            "surefire.test.class.path",
                                            System.getProperty("java.class.path")),
                                    HolderMain.class.getName(),
                                    data.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            lines = process.inputReader();
            serverPid = Long.parseLong(next("pid "));
        }

        void awaitRow(int wanted) throws IOException {
            while (row < wanted) {
                row = Integer.parseInt(next("row "));
            }
        }

        /// Answers the last row that was told to be committed.
        int killAfter(int wanted) throws IOException {
            awaitRow(wanted);
            // Not Process.destroyForcibly, which closes the pipe that we go on reading.
            process.toHandle().destroyForcibly();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("row ") && Integer.parseInt(line.substring(4)) == row + 1) {
                    row++;
                }
            }
            return row;
        }

        private String next(String prefix) throws IOException {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
            }
            throw new IOException("The other process ended");
        }
    }
}
