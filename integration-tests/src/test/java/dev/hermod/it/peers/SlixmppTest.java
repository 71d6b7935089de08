package dev.hermod.it.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class SlixmppTest {
    private static final long DEADLINE_SECONDS = 120;

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
        assertThat(
                        output(
                                "chat.py",
                                listener,
                                how,
                                romeo.jid(),
                                romeo.password(),
                                juliet.jid(),
                                juliet.password()))
                .endsWith("ok\n");
    }

    @Test
    @Spec("XEP-0198, XEP-0280, XEP-0313")
    void phoneThatSleepsGetsEachMessageOnceAndItsLaptopSeesBothDirections() throws Exception {
        Account romeo = server.account();
        Account juliet = server.account();
        assertThat(
                        output(
                                "sleeper.py",
                                "c2s",
                                romeo.jid(),
                                romeo.password(),
                                juliet.jid(),
                                juliet.password()))
                .endsWith("ok\n");
    }

    @Test
    @Spec("XEP-0045")
    void roomIsMadeConfiguredModeratedLeftAndEnteredAgain() throws Exception {
        Account owner = server.account();
        Account guest = server.account();
        assertThat(
                        output(
                                "rooms.py",
                                "c2s",
                                owner.jid(),
                                owner.password(),
                                guest.jid(),
                                guest.password()))
                .endsWith("ok\n");
    }

    @Test
    @Spec("XEP-0163, XEP-0084, XEP-0398, XEP-0402")
    void picturesBookmarksAndDevicesAreSeenByThoseWhoMaySeeThem() throws Exception {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Account person = server.account();
            people.addAll(List.of(person.jid(), person.password()));
        }
        assertThat(output("pep.py", "c2s", people.toArray(String[]::new))).endsWith("ok\n");
    }

    @Test
    @Spec("XEP-0490, XEP-0430, XEP-0492")
    void whatThePhoneHasDisplayedIsReadOnTheLaptopAndInTheInbox() throws Exception {
        Account romeo = server.account();
        Account juliet = server.account();
        assertThat(
                        output(
                                "markers.py",
                                "c2s",
                                romeo.jid(),
                                romeo.password(),
                                juliet.jid(),
                                juliet.password()))
                .endsWith("ok\n");
    }

    /// Runs a script to its end and returns what it printed.
    private String output(String name, String listener, String... arguments) throws Exception {
        Path out = home.resolve("out");
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Peers.PYTHON,
                                script(name).toString(),
                                String.valueOf(server.address(listener).getPort())));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("HOME", home.toString());
        Process client = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!client.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            client.destroyForcibly();
        }
        return Files.readString(out, UTF_8);
    }

    private Path script(String name) throws Exception {
        Path script = home.resolve(name);
        try (InputStream in = Objects.requireNonNull(SlixmppTest.class.getResourceAsStream(name))) {
            Files.copy(in, script);
        }
        return script;
    }
}
