package dev.hermod.it.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.SharedServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class SlixmppTest {
    private static final long DEADLINE_SECONDS = 90;

    private final HermodServer server;

    @TempDir Path home;

    SlixmppTest(HermodServer server) {
        this.server = server;
    }

    @BeforeEach
    void needsSlixmpp() throws Exception {
        Peers.needSlixmpp();
    }

    @ParameterizedTest
    @CsvSource({"starttls, c2s", "direct, c2s-tls"})
    void twoClientsChatAndManageTheirRosters(String how, String listener) throws Exception {
        Account romeo = server.account();
        Account juliet = server.account();
        Path out = home.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Peers.PYTHON,
                        script().toString(),
                        String.valueOf(server.address(listener).getPort()),
                        how,
                        romeo.jid(),
                        romeo.password(),
                        juliet.jid(),
                        juliet.password());
        builder.environment().put("HOME", home.toString());
        Process client = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!client.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            client.destroyForcibly();
        }
        assertThat(Files.readString(out, UTF_8)).endsWith("ok\n");
    }

    private Path script() throws Exception {
        Path script = home.resolve("chat.py");
        try (InputStream in =
                Objects.requireNonNull(SlixmppTest.class.getResourceAsStream("chat.py"))) {
            Files.copy(in, script);
        }
        return script;
    }
}
