package dev.hermod.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.server.command.CommandLineFixture.Result;
import dev.hermod.server.control.Streams;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir Path data;

    private CommandLineFixture hermod = new CommandLineFixture(Path.of(""));
    private CompletableFuture<Result> running = new CompletableFuture<>();

    @BeforeEach
    void start() {
        hermod = new CommandLineFixture(data);
        running = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> running.complete(hermod.run("run")));
        await().until(() -> Files.exists(data.resolve("run/hermod.sock")));
    }

    @AfterEach
    void stop() throws Exception {
        hermod.stop.countDown();
        running.get(20, TimeUnit.SECONDS);
    }

    @Test
    void readyLineNamesListenersAndAStopEndsInGoodOrder() throws Exception {
        hermod.stop.countDown();
        Result result = running.get(20, TimeUnit.SECONDS);
        assertThat(result)
                .isEqualTo(new Result(0, CommandTreeTest.line("ready c2s=127.0.0.1:15222"), ""));
        assertThat(hermod.closed).hasValue(1);
        assertThat(data.resolve("run/hermod.sock")).doesNotExist();
    }

    @Test
    void secondServerOnTheDirectoryIsRefused() {
        Result second = hermod.run("run");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err())
                .contains("process " + ProcessHandle.current().pid())
                .contains("uses the data directory " + data)
                .contains("--data");
    }

    @Test
    void commandsAreCarriedOutByTheServerThatRuns() {
        Result added =
                hermod.runWith("secret\n", "account", "add", "romeo@localhost", "--password-stdin");
        assertThat(added)
                .isEqualTo(new Result(0, CommandTreeTest.line("romeo@localhost is added"), ""));
        assertThat(hermod.operations.accounts).containsKey("romeo@localhost");
        assertThat(hermod.storageOpened).hasValue(0);
    }

    @Test
    void refusalsOfTheServerComeBackWithTheirStatus() {
        Result refused = hermod.run("account", "show", "nobody@localhost");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("there is no account nobody@localhost").hasLineCount(1);
    }

    @Test
    void statusIsForPeopleAndForPrograms() {
        assertThat(hermod.run("status").out())
                .startsWith("Hermod 1.2.3")
                .contains("logins     accepted")
                .contains("c2s      127.0.0.1:5222")
                .contains("PostgreSQL 18");
        assertThat(hermod.run("status", "--json").out())
                .startsWith("{\"version\":\"1.2.3\"")
                .contains("\"ready\":true")
                .contains("\"listeners\":{\"c2s\":\"127.0.0.1:5222\"}")
                .contains("\"sessions\":3");
    }

    @Test
    void faultOfTheServerIsAFailureAndNotTheEndOfIt() {
        hermod.operations.broken = true;
        Result result = hermod.run("status");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("fault of the server");
        hermod.operations.broken = false;
        assertThat(hermod.run("status").status()).isZero();
    }

    @Test
    void personIsAskedWhereTheCommandWasTyped() {
        hermod.run("account", "add", "romeo@localhost");
        Result no = hermod.runAnswering(List.of("n"), "account", "remove", "romeo@localhost");
        assertThat(no.status()).isEqualTo(1);
        assertThat(hermod.operations.accounts).containsKey("romeo@localhost");
        Result yes = hermod.runAnswering(List.of("yes"), "account", "remove", "romeo@localhost");
        assertThat(yes.status()).isZero();
        assertThat(hermod.operations.accounts).isEmpty();
    }

    @Test
    void importedFileIsReadWhereTheCommandWasTyped(@TempDir Path elsewhere) throws Exception {
        Path file = elsewhere.resolve("accounts.csv");
        Files.writeString(file, "a@localhost,secret\nb@elsewhere,secret\n");
        Result result = hermod.run("account", "import", file.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(CommandTreeTest.line("1 added, 1 refused"));
        assertThat(result.err())
                .isEqualTo(
                        CommandTreeTest.line("line 2: b@elsewhere: elsewhere is not served here"));
        assertThat(hermod.run("account", "import", "nowhere.csv").err())
                .isEqualTo(CommandTreeTest.line("hermod: nowhere.csv: does not exist"));
    }

    @Test
    void serverCannotBeRunThroughTheSocket() {
        var out = new StringWriter();
        var streams =
                new Streams(
                        InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(out));
        assertThat(CommandTree.serve(List.of("run"), streams, hermod.operations)).isEqualTo(2);
    }
}
