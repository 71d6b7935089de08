package dev.hermod.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.server.command.CommandLineFixture.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
    private static final String WORDS =
            "12 accounts and 3,400 messages in archives, as they were at 2026-01-02T03:04:05Z";

    @TempDir Path directory;

    private CommandLineFixture hermod = new CommandLineFixture(Path.of(""));
    private Path file = Path.of("");
    private Path part = Path.of("");

    @BeforeEach
    void fresh() {
        hermod = new CommandLineFixture(directory.resolve("data"));
        file = directory.resolve("backup");
        part = directory.resolve("backup.part");
    }

    private Result backup(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "backup";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return hermod.run(arguments);
    }

    private void assertWritten(Result result) throws Exception {
        assertThat(result).isEqualTo(new Result(0, CommandTreeTest.line(file + ": " + WORDS), ""));
        assertThat(file).hasContent(FakeOperations.COPY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(part).doesNotExist();
    }

    @Test
    void fileIsWrittenForItsOwnerOnlyWhileNoServerRuns() throws Exception {
        assertWritten(backup());
        assertThat(hermod.storageOpened).hasValue(1);
    }

    @Test
    void fileIsWrittenWhereTheCommandWasTypedWhileTheServerRuns() throws Exception {
        var running = new CompletableFuture<Result>();
        Thread.ofPlatform().start(() -> running.complete(hermod.run("run")));
        await().until(() -> Files.exists(hermod.data.resolve("run/hermod.sock")));
        assertWritten(backup());
        assertThat(hermod.storageOpened).hasValue(0);

        Result restore = hermod.run("restore", file.toString(), "--replace");
        assertThat(restore.status()).isEqualTo(1);
        assertThat(restore.err()).contains("stop that server first").hasLineCount(1);
        assertThat(hermod.restored).isEmpty();

        hermod.stop.countDown();
        running.get(20, TimeUnit.SECONDS);
    }

    @Test
    void fileThatIsThereIsOverwrittenByForceOnly() throws Exception {
        Files.writeString(file, "precious");
        Result refused = backup();
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains(file.toString(), "--force").hasLineCount(1);
        assertThat(file).hasContent("precious");
        assertWritten(backup("--force"));
    }

    @Test
    void backupThatFailsLeavesWhatWasThere() throws Exception {
        Files.writeString(file, "precious");
        hermod.operations.broken = true;
        Result failed = backup("--force");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).isEqualTo(CommandTreeTest.line("hermod: storage does not answer"));
        assertThat(file).hasContent("precious");
        assertThat(part).doesNotExist();
    }

    @Test
    void fileThatAnotherCommandWritesIsLeftToIt() throws Exception {
        Files.writeString(part, "half");
        assertThat(backup().err()).contains(part.toString(), "--force");
        assertThat(part).hasContent("half");
        assertWritten(backup("--force"));
    }

    @Test
    void placeThatCannotBeWrittenIsNamed() {
        file = directory.resolve("nowhere/backup");
        assertThat(backup().err())
                .isEqualTo(CommandTreeTest.line("hermod: " + file + ".part: does not exist"));
        file = directory;
        assertThat(backup().err()).contains("is a directory");
    }

    @Nested
    class Restoring {
        private Result restore(String... more) {
            String[] arguments = new String[more.length + 2];
            arguments[0] = "restore";
            arguments[1] = file.toString();
            System.arraycopy(more, 0, arguments, 2, more.length);
            return hermod.run(arguments);
        }

        @BeforeEach
        void backUp() {
            backup();
        }

        @Test
        void emptyServerIsFilledAndKeepsItsOwnCertificate() {
            Result result = restore();
            assertThat(result.status()).isZero();
            assertThat(result.out()).isEqualTo(CommandTreeTest.line("restored: " + WORDS));
            assertThat(result.err()).contains("self-signed.key stays as it is").hasLineCount(1);
            assertThat(hermod.restored).containsExactly(file);
        }

        @Test
        void fullServerIsReplacedWhenTheOptionOrAPersonSaysSo() {
            hermod.run("account", "add", "romeo@localhost");
            assertThat(restore().status()).isEqualTo(1);
            Result no = hermod.runAnswering(List.of("n"), "restore", file.toString());
            assertThat(no.status()).isEqualTo(1);
            assertThat(hermod.operations.accounts).isNotEmpty();
            Result yes = hermod.runAnswering(List.of("y"), "restore", file.toString());
            assertThat(yes.status()).isZero();
            hermod.run("account", "add", "romeo@localhost");
            assertThat(restore("--replace").err()).isEmpty();
            assertThat(hermod.operations.accounts).isEmpty();
        }

        @Test
        void fileThatDoesNotExistIsNamed() {
            file = directory.resolve("other");
            assertThat(restore().err())
                    .isEqualTo(CommandTreeTest.line("hermod: " + file + ": does not exist"));
        }
    }
}
