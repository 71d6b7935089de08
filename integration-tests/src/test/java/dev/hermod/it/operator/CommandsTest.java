package dev.hermod.it.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodCommand;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
class CommandsTest {
    private final HermodServer server;

    @TempDir Path directory;

    CommandsTest(HermodServer server) {
        this.server = server;
    }

    private HermodCommand.Result run(String... arguments) {
        return server.command().run("", arguments);
    }

    @Test
    void sampleConfigurationIsFine() {
        HermodCommand.Result result = run("check-config");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("ok");
    }

    @Test
    void everyMistakeIsNamedWithFileLineAndKey() throws Exception {
        Path config = directory.resolve("broken.yaml");
        Files.writeString(
                config,
                """
                domains: [example.org]
                limits:
                  stanza-bytes: tiny
                registration: sometimes
                colour: green
                """);
        HermodCommand.Result result = server.command().withConfig(config).run("", "check-config");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines())
                .anyMatch(line -> line.contains("broken.yaml:3:") && line.contains("stanza-bytes"))
                .anyMatch(line -> line.contains("broken.yaml:4:") && line.contains("registration"))
                .anyMatch(line -> line.contains("broken.yaml:5:") && line.contains("colour"));
    }

    @Test
    void wrongUseIsStatusTwoAndHelpIsZero() {
        assertThat(run("dance").status()).isEqualTo(2);
        assertThat(run("account", "add").status()).isEqualTo(2);
        assertThat(run("--help").out()).contains("run", "account", "check-config", "status");
        assertThat(run("account", "--help").out()).contains("import", "passwd", "remove");
        assertThat(run("--version").out()).contains("Hermod");
    }

    @Test
    void statusSaysWhatRuns() {
        HermodCommand.Result result = run("status");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("localhost", "c2s", "PostgreSQL")
                .contains(String.valueOf(server.address("c2s").getPort()));
    }

    @Test
    void accountIsAddedShownListedDisabledAndRemoved() {
        HermodCommand.Result added = run("account", "add", "operated@localhost");
        assertThat(added.status()).as(added.err()).isZero();
        Account account =
                new Account(
                        "operated",
                        HermodServer.DOMAIN,
                        added.out().lines().findFirst().orElseThrow());
        try (RawClient client = RawClient.login(server, account)) {
            assertThat(run("account", "show", account.jid()).out()).contains(client.jid());
        }
        assertThat(run("account", "list").out()).contains("operated@localhost");
        assertThat(run("account", "add", "operated@localhost").status()).isEqualTo(1);
        assertThat(run("account", "remove", account.jid(), "--yes").status()).isZero();
        HermodCommand.Result gone = run("account", "show", account.jid());
        assertThat(gone.status()).isEqualTo(1);
        assertThat(gone.err().lines()).hasSize(1);
    }

    @Test
    void importNamesTheLinesItRefuses() throws Exception {
        Path file = directory.resolve("accounts.csv");
        Files.writeString(
                file,
                """
                imported1@localhost,"pass,word"
                imported2@elsewhere.example,password
                no address at all
                imported3@localhost,password
                """);
        HermodCommand.Result result = run("account", "import", file.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("line 2", "line 3").doesNotContain("pass,word");
        try (RawClient client =
                RawClient.login(
                        server, new Account("imported1", HermodServer.DOMAIN, "pass,word"))) {
            assertThat(client.jid()).startsWith("imported1@localhost/");
        }
    }

    @Test
    void changedPasswordCounts() {
        Account old = server.account();
        Account changed = new Account(old.localpart(), old.domain(), "another one");
        server.command()
                .ok(changed.password() + "\n", "account", "passwd", old.jid(), "--password-stdin");
        try (RawClient client = RawClient.login(server, changed)) {
            assertThat(client.jid()).startsWith(old.jid());
        }
    }

    @Test
    void secondServerOnTheSameDataIsRefused() {
        HermodCommand.Result result = run("run");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(server.data().toString());
    }

    @Test
    void healthIsUp() throws Exception {
        for (String what : new String[] {"live", "ready"}) {
            InetSocketAddress admin = server.address("admin");
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/health/%s"
                                                    .formatted(admin.getPort(), what)))
                            .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> response =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).contains("up");
            }
        }
    }
}
