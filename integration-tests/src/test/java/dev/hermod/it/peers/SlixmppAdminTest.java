package dev.hermod.it.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An administrator with an ordinary client.
@ExtendWith(SharedServer.class)
class SlixmppAdminTest {
    private static final long DEADLINE_SECONDS = 90;

    private final HermodServer server;

    @TempDir Path home;

    SlixmppAdminTest(HermodServer server) {
        this.server = server;
    }

    @BeforeEach
    void needsSlixmpp() throws Exception {
        Peers.needSlixmpp();
    }

    @Test
    void administratorAddsListsEndsASessionAndDeletes() throws Exception {
        String admin = "slixmpp-admin@localhost";
        String password =
                server.command()
                        .ok("", "account", "add", admin, "--admin")
                        .lines()
                        .findFirst()
                        .orElseThrow();
        Path script = home.resolve("admin.py");
        try (InputStream in =
                Objects.requireNonNull(SlixmppAdminTest.class.getResourceAsStream("admin.py"))) {
            Files.copy(in, script);
        }
        try (RawClient victim = server.client()) {
            Path out = home.resolve("out");
            ProcessBuilder builder =
                    new ProcessBuilder(
                            Peers.PYTHON,
                            script.toString(),
                            String.valueOf(server.address("c2s").getPort()),
                            admin,
                            password,
                            victim.jid());
            builder.environment().put("HOME", home.toString());
            Process client = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
            if (!client.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                client.destroyForcibly();
            }
            assertThat(Files.readString(out, UTF_8)).endsWith("ok\n");
            assertThat(victim.stream().error()).isEqualTo("reset");
        }
    }
}
