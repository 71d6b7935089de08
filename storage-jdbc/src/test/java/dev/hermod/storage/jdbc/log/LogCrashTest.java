package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgres;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgresOptions;
import dev.hermod.storage.jdbc.embedded.StorageStartException;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL killed in mid-traffic, with commits that are on disk before they are acknowledged.
class LogCrashTest {
    private static final int CRASHES = 3;

    @Test
    void everyMessageToldCommittedSurvivesAndNoneToldFailedIsThere(@TempDir Path directory)
            throws IOException, StorageStartException, InterruptedException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.forTests().withDurable(true);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, options);
                TestStorage storage =
                        TestStorage.on(
                                new TestDatabase(
                                        server.jdbcUrl(), server.user(), server.password()));
                JdbcMessageLog log = storage.log()) {
            Traffic traffic = new Traffic(log, storage.newAccount(), storage.newAccount());
            for (int i = 0; i < CRASHES; i++) {
                awaitProgress(traffic);
                Awaitility.await().until(() -> ProcessHandle.of(server.pid()).isPresent());
                kill(server.pid());
            }
            awaitProgress(traffic);
            traffic.stop();

            traffic.assertTold();
        }
    }

    private static void awaitProgress(Traffic traffic) {
        long before = traffic.committed();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> traffic.committed() > before + 500);
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        Awaitility.await()
                .until(() -> ProcessHandle.of(pid).map(each -> !each.isAlive()).orElse(true));
    }
}
