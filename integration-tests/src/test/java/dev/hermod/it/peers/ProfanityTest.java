package dev.hermod.it.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The terminal client Profanity, typed to and read from in a terminal of tmux.
@ExtendWith(SharedServer.class)
class ProfanityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(300);

    private final HermodServer server;

    @TempDir Path home;

    ProfanityTest(HermodServer server) {
        this.server = server;
    }

    @AfterEach
    void endTerminal() throws Exception {
        if (Files.isExecutable(Path.of("/usr/bin/tmux"))) {
            tmux("kill-server");
        }
    }

    @Test
    void profanityLogsInAndChatsBothWays() throws Exception {
        Peers.need("/usr/bin/tmux");
        Peers.need("/usr/bin/profanity");
        Account account = server.account();
        tmux(
                "new-session",
                "-d",
                "-x",
                "160",
                "-y",
                "40",
                "env",
                "HOME=" + home,
                "/usr/bin/profanity");
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> screen().contains("Profanity"));
        type(
                "/connect %s server 127.0.0.1 port %d tls trust"
                        .formatted(account.jid(), server.address("c2s").getPort()));
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> screen().contains("password"));
        type(account.password());
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> screen().contains("logged in successfully"));
        try (RawClient friend = server.client().available()) {
            type("/msg " + friend.bare() + " wherefore");
            assertThat(friend.message().body()).isEqualTo("wherefore");
            friend.chat(account.jid(), "art-thou-there");
            await().atMost(PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> screen().contains("art-thou-there"));
        }
        type("/quit");
    }

    private void type(String line) throws Exception {
        tmux("send-keys", "-l", line);
        tmux("send-keys", "Enter");
    }

    private String screen() throws Exception {
        return tmux("capture-pane", "-p");
    }

    private String tmux(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/tmux", "-S", home.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return out;
    }
}
