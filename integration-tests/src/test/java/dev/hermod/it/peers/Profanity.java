package dev.hermod.it.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The terminal client Profanity, typed to and read from in a terminal of tmux.
final class Profanity implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final String TMUX = "/usr/bin/tmux";
    private static final String PROFANITY = "/usr/bin/profanity";

    private final Path home;

    private Profanity(Path home) {
        this.home = home;
    }

    /// Started and logged in; fails or skips the test where it is not installed.
    ///
    /// @param home an empty directory of its own
    static Profanity login(Path home, HermodServer server, Account account) throws IOException {
        Peers.need(TMUX);
        Peers.need(PROFANITY);
        Profanity started = new Profanity(home);
        started.tmux(
                "new-session", "-d", "-x", "160", "-y", "40", "env", "HOME=" + home, PROFANITY);
        started.see("Profanity");
        started.type(
                "/connect %s server 127.0.0.1 port %d tls trust"
                        .formatted(account.jid(), server.address("c2s").getPort()));
        started.see("password");
        started.type(account.password());
        started.see("logged in successfully");
        return started;
    }

    void type(String line) throws IOException {
        tmux("send-keys", "-l", line);
        tmux("send-keys", "Enter");
    }

    /// Waits until the screen shows a text.
    void see(String text) {
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(screen()).contains(text));
    }

    private String screen() throws IOException {
        return tmux("capture-pane", "-p");
    }

    @Override
    public void close() throws IOException {
        tmux("kill-server");
    }

    private String tmux(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(TMUX, "-S", home.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return out;
    }
}
