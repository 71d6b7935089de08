package dev.hermod.it.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.it.Account;
import dev.hermod.it.Event;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.RawStream;
import dev.hermod.it.SharedServer;
import dev.hermod.it.Spec;
import dev.hermod.it.Xml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The connection breaks behind each byte of a short conversation in turn, and the two streams
/// together say what one would have said.
@Spec("XEP-0198 5")
@ExtendWith(SharedServer.class)
class ResumeAtEveryByteTest {
    private static final String SM = ManagedClient.NAMESPACE;
    private static final int MESSAGES = 2;

    private final HermodServer server;

    ResumeAtEveryByteTest(HermodServer server) {
        this.server = server;
    }

    /// One message that is logged and one that is not.
    private static List<String> stanzas(String to, List<String> bodies) {
        return List.of(
                "<message to='%s' type='chat'><body>%s</body></message>"
                        .formatted(to, bodies.getFirst()),
                "<message to='%s' type='headline'><body>%s</body></message>"
                        .formatted(to, bodies.getLast()));
    }

    private static List<String> bodies(int round) {
        return List.of("a" + (1_000 + round), "b" + (1_000 + round));
    }

    /// What the client sends breaks off; it sends again what is not acknowledged.
    @Test
    void whatTheClientSendsArrivesOnceAndInOrder() {
        try (RawClient receiver = server.client().available();
                ManagedClient client = ManagedClient.login(server, server.account())) {
            long handled = 0;
            int length = String.join("", stanzas(receiver.bare(), bodies(0))).length();
            for (int cut = 0; cut <= length; cut++) {
                List<String> stanzas = stanzas(receiver.bare(), bodies(cut));
                byte[] bytes = String.join("", stanzas).getBytes(UTF_8);
                client.raw().stream().send(Arrays.copyOf(bytes, cut));
                client.raw().close();
                long now = client.resume();
                stanzas.subList((int) (now - handled), MESSAGES).forEach(client.raw()::send);
                handled += MESSAGES;
                List<String> read = List.of(receiver.message().body(), receiver.message().body());
                assertThat(read).as("broken behind byte %s", cut).isEqualTo(bodies(cut));
            }
        }
    }

    /// What the client is sent breaks off; it says how many stanzas it has read whole.
    @Test
    void whatTheClientIsSentArrivesOnceAndInOrder() {
        Account account = server.account();
        try (RawClient sender = server.client();
                ManagedClient first = ManagedClient.login(server, account).available()) {
            long read = first.received();
            boolean whole = false;
            for (int cut = 0; !whole; cut++) {
                List<String> all = new ArrayList<>();
                try (CuttingRelay relay = new CuttingRelay(server);
                        RawStream stream = resumed(relay, account, first.id(), read)) {
                    relay.breakAfter(cut);
                    stanzas(first.jid(), bodies(cut)).forEach(sender::send);
                    all.addAll(readUpTo(MESSAGES, stream));
                }
                whole = all.size() == MESSAGES;
                try (CuttingRelay relay = new CuttingRelay(server);
                        RawStream stream = resumed(relay, account, first.id(), read + all.size())) {
                    all.addAll(readUpTo(MESSAGES - all.size(), stream));
                }
                read += MESSAGES;
                assertThat(all).as("broken behind byte %s", cut).isEqualTo(bodies(cut));
            }
        }
    }

    private static RawStream resumed(CuttingRelay relay, Account account, String id, long h) {
        RawStream stream = RawStream.connect(relay.address());
        RawClient client = RawClient.authenticated(stream, account);
        client.send("<resume xmlns='%s' previd='%s' h='%d'/>".formatted(SM, id, h));
        Xml resumed = stream.element();
        assertThat(resumed.name()).as("%s", resumed).isEqualTo("resumed");
        return stream;
    }

    /// Bodies of messages, up to so many or the end of the connection.
    private static List<String> readUpTo(int most, RawStream stream) {
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < most) {
            switch (stream.next()) {
                case Event.Child(Xml child) when child.name().equals("message") ->
                        bodies.add(child.body());
                case Event.Ended _ -> {
                    return bodies;
                }
                default -> {}
            }
        }
        return bodies;
    }
}
