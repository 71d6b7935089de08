package dev.hermod.it.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodCommand;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawComponent;
import dev.hermod.it.Spec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One story, because each start takes seconds: a server is stopped, commands work without it, and
/// nothing is lost when it starts again.
class StopAndStartTest {
    private static final int MESSAGES = 50;
    private static final String COMPONENT = "echo.localhost";

    @Test
    @Spec("RFC 6120 4.9.3.20")
    void sigtermSaysSystemShutdownEndsWithZeroAndLosesNothing() {
        try (HermodServer server = HermodServer.withComponents(Map.of(COMPONENT, "secret"), 5)) {
            Account sender = server.account();
            Account receiver = server.account();
            try (RawClient client = RawClient.login(server, sender).available();
                    RawComponent component = RawComponent.connect(server, COMPONENT, "secret")) {
                for (int i = 0; i < MESSAGES; i++) {
                    client.chat(receiver.jid(), "m" + i);
                }
                client.sync();
                int status = server.stop();
                assertThat(client.stream().error()).isEqualTo("system-shutdown");
                assertThat(component.stream().error()).isEqualTo("system-shutdown");
                assertThat(status).isZero();
            }
            commandsWorkWithoutAServer(server.command());
            server.start();
            try (RawClient client = RawClient.login(server, receiver).available()) {
                for (int i = 0; i < MESSAGES; i++) {
                    assertThat(client.message().body()).isEqualTo("m" + i);
                }
                assertThat(client.bodies()).isEmpty();
            }
            Account offline = new Account("added-offline", HermodServer.DOMAIN, "a password");
            try (RawClient client = RawClient.login(server, offline)) {
                assertThat(client.jid()).startsWith(offline.jid());
            }
        }
    }

    private static void commandsWorkWithoutAServer(HermodCommand command) {
        assertThat(command.run("", "status").status()).isEqualTo(1);
        HermodCommand.Result added =
                command.run(
                        "a password\n",
                        "account",
                        "add",
                        "added-offline@localhost",
                        "--password-stdin");
        assertThat(added.status()).as(added.err()).isZero();
        assertThat(command.ok("", "account", "list")).contains("added-offline@localhost");
    }
}
