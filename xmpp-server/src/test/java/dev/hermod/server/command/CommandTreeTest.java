package dev.hermod.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.server.command.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
    @TempDir Path directory;

    private CommandLineFixture hermod = new CommandLineFixture(Path.of(""));

    @BeforeEach
    void fresh() {
        hermod = new CommandLineFixture(directory.resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account",
                "nonsense",
                "account nonsense",
                "account add",
                "account add romeo",
                "account add romeo@localhost/phone",
                "account add @localhost",
                "account add romeo@localhost juliet@localhost",
                "account add romeo@localhost --nonsense",
                "account add romeo@localhost --password secret",
                "account import",
                "status extra",
                "backup",
                "backup one two",
                "restore",
                "restore one two",
                "restore file --yes",
                "--config",
                "run --config"
            })
    void wrongUsageHasStatus2AndSaysWhereToRead(String line) {
        Result result = hermod.runPlain(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).startsWith("hermod: ").contains("Try: hermod").contains("--help");
        assertThat(result.out()).isEmpty();
        assertThat(hermod.storageOpened).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "check-config",
                "warm-up",
                "status",
                "account",
                "account add",
                "account import",
                "account passwd",
                "account disable",
                "account enable",
                "account remove",
                "account list",
                "account show",
                "backup",
                "restore"
            })
    void everyCommandHasHelpAndVersionAndTheOptionsThatFindTheServer(String command) {
        Result help = hermod.runPlain((command + " --help").strip().split(" "));
        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains(("Usage: hermod " + command).strip())
                .contains("--config=FILE")
                .contains("--data=DIR");
        Result version = hermod.runPlain((command + " --version").strip().split(" "));
        assertThat(version.status()).isZero();
        assertThat(version.out()).startsWith("Hermod 1.2.3");
    }

    @Test
    void generatedPasswordIsAloneOnStandardOutput() {
        Result result = hermod.run("account", "add", "Romeo@localhost");
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualToIgnoringNewLines("generated");
        assertThat(result.err()).contains("romeo@localhost is added");
        assertThat(hermod.operations.accounts).containsKey("romeo@localhost");
    }

    @Test
    void withoutAServerTheStorageIsOpenedAndClosed() {
        hermod.run("account", "add", "romeo@localhost");
        assertThat(hermod.storageOpened).hasValue(1);
        assertThat(hermod.closed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret ü", "secret ü\n", "secret ü\r\n", "secret ü\nmore\n"})
    void passwordIsTheFirstLineOfStandardInput(String input) {
        Result result =
                hermod.runWith(
                        input, "account", "add", "romeo@localhost", "--password-stdin", "--admin");
        assertThat(result).isEqualTo(new Result(0, line("romeo@localhost is added"), ""));
        assertThat(hermod.operations.accounts)
                .containsEntry("romeo@localhost", new FakeOperations.Kept("secret ü", true, false));
    }

    @Test
    void noPasswordOnStandardInputIsRefused() {
        Result result =
                hermod.runWith("", "account", "passwd", "romeo@localhost", "--password-stdin");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("standard input has no password").hasLineCount(1);
    }

    @Test
    void personTypesThePasswordTwice() {
        String[] command = {"account", "add", "romeo@localhost", "--password-stdin"};
        Result differing = hermod.runAnswering(List.of("secret", "sceret"), command);
        assertThat(differing.status()).isEqualTo(1);
        assertThat(differing.err()).contains("differ").doesNotContain("secret");
        assertThat(hermod.runAnswering(List.of("secret", "secret"), command).status()).isZero();
    }

    @Test
    void refusalIsOneLineWithStatus1() {
        Result result = hermod.run("account", "add", "romeo@elsewhere.example");
        assertThat(result)
                .isEqualTo(new Result(1, "", line("hermod: elsewhere.example is not served here")));
    }

    @Test
    void accountsAreDisabledEnabledListedAndShown() {
        hermod.run("account", "add", "romeo@localhost", "--admin");
        hermod.run("account", "add", "juliet@localhost");
        assertThat(hermod.run("account", "disable", "romeo@localhost").out())
                .contains("romeo@localhost is disabled");
        assertThat(hermod.run("account", "list").out())
                .isEqualTo(
                        line("juliet@localhost\tenabled\t2026-01-02T03:04:05Z")
                                + line("romeo@localhost\tdisabled admin\t2026-01-02T03:04:05Z"));
        hermod.run("account", "enable", "romeo@localhost");
        assertThat(hermod.run("account", "show", "romeo@localhost").out())
                .contains("enabled admin")
                .contains("SCRAM-SHA-1 SCRAM-SHA-256")
                .contains("romeo@localhost/phone from 192.0.2.1, TLS, priority 5");
        assertThat(hermod.run("account", "show", "romeo@localhost", "--json").out())
                .startsWith("{\"address\":\"romeo@localhost\",\"disabled\":false,\"admin\":true")
                .contains("\"sessions\":[{\"address\":\"romeo@localhost/phone\"");
        assertThat(hermod.run("account", "list", "--json", "localhost").out()).hasLineCount(2);
    }

    @Test
    void accountKeepsItsMessagesAsLongAsItIsTold() {
        hermod.run("account", "add", "romeo@localhost");
        assertThat(hermod.run("account", "retention", "romeo@localhost", "90d").out())
                .contains("romeo@localhost keeps its messages for 90d");
        assertThat(hermod.run("account", "show", "romeo@localhost").out())
                .contains("keeps       90d");
        assertThat(hermod.run("account", "retention", "romeo@localhost", "default").status())
                .isZero();
        assertThat(hermod.run("account", "show", "romeo@localhost", "--json").out())
                .contains("\"retention\":\"forever (by default)\"");
        assertThat(hermod.run("account", "retention", "romeo@localhost", "soon").status())
                .isEqualTo(2);
    }

    @Test
    void longListsComePageByPage() {
        for (int i = 0; i < 1_001; i++) {
            hermod.operations.accounts.put(
                    "user%04d@localhost".formatted(i), new FakeOperations.Kept("x", false, false));
        }
        assertThat(hermod.run("account", "list").out()).hasLineCount(1_001);
    }

    @Test
    void removingAsksFirst() {
        Result unasked = hermod.run("account", "remove", "romeo@localhost");
        assertThat(unasked.status()).isEqualTo(1);
        assertThat(unasked.err()).contains("--yes");
        Result refused = hermod.runAnswering(List.of(""), "account", "remove", "romeo@localhost");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("nothing is done");
    }

    @Test
    void statusAndRemovalNeedAServer() {
        for (Result result :
                List.of(
                        hermod.run("status"),
                        hermod.run("account", "remove", "--yes", "romeo@localhost"))) {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .contains("no server runs on the data directory " + hermod.data)
                    .contains("hermod run")
                    .hasLineCount(1);
        }
        assertThat(hermod.data).doesNotExist();
        assertThat(hermod.storageOpened).hasValue(0);
    }

    @Test
    void checkConfigNamesFileLineAndKeyOfEveryMistake() throws IOException {
        Path file = directory.resolve("hermod.yaml");
        Files.writeString(
                file,
                "domains: [localhost]\nlisteners:\n  c2s: { prot: 1 }\nregistration: maybe\n");
        Result result = hermod.runPlain("check-config", "--config", file.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains(file + ":3:10: listeners.c2s.prot: ")
                .contains(file + ":4:15: registration: ")
                .hasLineCount(2);
        assertThat(hermod.runPlain("run", "--config", file.toString()).err())
                .isEqualTo(result.err());
    }

    @Test
    void checkConfigSaysThatAllIsWell() {
        assertThat(hermod.runPlain("check-config")).isEqualTo(new Result(0, line("ok"), ""));
    }

    @Test
    void missingConfigFileIsNamed() {
        Result result = hermod.runPlain("--config", "nowhere.yaml", "account", "list");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(line("nowhere.yaml: does not exist"));
    }

    static String line(String text) {
        return text + System.lineSeparator();
    }
}
