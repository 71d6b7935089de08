package dev.hermod.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.RawClient;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Spec("XEP-0114")
@ExtendWith(SharedServer.class)
class SlixmppComponentTest {
    private static final String DOMAIN = "echo.localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 16;
    private static final int MESSAGES = 20;

    private final HermodServer server;
    private final List<Process> started = new ArrayList<>();

    @TempDir Path home;

    SlixmppComponentTest(HermodServer server) {
        this.server = server;
    }

    @BeforeEach
    void needsSlixmpp() throws Exception {
        Peers.needSlixmpp();
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void twoConnectionsShareTheLoadAndOneGoesOnWithoutTheOther() throws Exception {
        Process first = echo("first");
        Process second = echo("second");
        List<RawClient> clients =
                IntStream.range(0, CLIENTS).mapToObj(_ -> server.client()).toList();
        assertThat(answering(clients)).containsExactlyInAnyOrder(first.pid(), second.pid());
        first.destroyForcibly();
        await().atMost(PATIENCE)
                .until(() -> server.log().contains("of component " + DOMAIN + " ended"));
        assertThat(answering(clients)).containsExactly(second.pid());
        clients.forEach(RawClient::close);
    }

    /// Has every client ask some times, checks that it is answered in order by one process, and
    /// returns those that answered.
    private static Set<Long> answering(List<RawClient> clients) {
        for (int i = 0; i < MESSAGES; i++) {
            for (RawClient client : clients) {
                client.chat("someone" + i + "@" + DOMAIN + "/x", "m" + i);
            }
        }
        Set<Long> all = new HashSet<>();
        for (RawClient client : clients) {
            Set<String> answered = new HashSet<>();
            for (int i = 0; i < MESSAGES; i++) {
                Xml answer = client.message();
                assertThat(answer.attr("from")).isEqualTo("someone" + i + "@" + DOMAIN + "/x");
                List<String> words = List.of(answer.body().split(" ", 2));
                assertThat(words.getLast()).isEqualTo("m" + i);
                answered.add(words.getFirst());
            }
            assertThat(answered).hasSize(1);
            answered.forEach(process -> all.add(Long.valueOf(process)));
        }
        return all;
    }

    private Process echo(String name) throws IOException {
        Path script = home.resolve("echo.py");
        if (!Files.exists(script)) {
            try (InputStream in =
                    Objects.requireNonNull(
                            SlixmppComponentTest.class.getResourceAsStream("echo.py"))) {
                Files.copy(in, script);
            }
        }
        Path out = home.resolve(name);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Peers.PYTHON,
                        script.toString(),
                        String.valueOf(server.address("component").getPort()),
                        DOMAIN,
                        Objects.requireNonNull(SharedServer.COMPONENTS.get(DOMAIN)));
        builder.environment().put("HOME", home.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        started.add(process);
        await("slixmpp: " + name)
                .atMost(PATIENCE)
                .until(() -> Files.readString(out).contains("ready"));
        return process;
    }
}
