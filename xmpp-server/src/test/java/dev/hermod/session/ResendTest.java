package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResendTest {
    private final TestServer server = TestServer.with(new StoredMessagesFeature());
    private final TestClient juliet = server.login("juliet", "balcony");

    @AfterEach
    void stop() {
        server.close();
    }

    private static String chat(String body, String originId) {
        return "<message to='juliet@example.org' type='chat' id='%s'><body>%s</body><origin-id xmlns='urn:xmpp:sid:0' id='%s'/></message>"
                .formatted(originId, body, originId);
    }

    private List<String> delivered() {
        return juliet.received().stream()
                .map(message ->
                        Objects.requireNonNull(message.child("body", Stanzas.CLIENT)).text())
                .toList();
    }

    private void available() {
        juliet.session().presence(Stanzas.presence(TestClient.parse("<presence/>")));
    }

    @Test
    @Spec("XEP-0359 5")
    void messageSentOnceMoreFromAnotherStreamIsSettledAndNotDeliveredAgain() {
        available();
        TestClient romeo = server.login("romeo", "orchard");
        romeo.send(chat("hello", "1"), chat("there", "2"));
        assertThat(romeo.received()).isEmpty();
        romeo.vanish();
        TestClient again = server.login("romeo", "garden");
        again.send(chat("there", "2"), chat("again", "3"));
        assertThat(again.received()).isEmpty();
        assertThat(delivered()).containsExactly("hello", "there", "again");
        List<LogEntry> archive =
                server.storage()
                        .messageLog()
                        .deliverable(TestServer.jid("juliet@example.org"), 0, Long.MAX_VALUE, 10);
        assertThat(archive).hasSize(3);
    }

    @Test
    void botThatCountsFromOneIsHeardEveryTime() {
        available();
        TestClient bot = server.login("bot", "x");
        bot.send(chat("good morning", "1"));
        bot.send(chat("good night", "1"));
        assertThat(bot.received()).isEmpty();
        assertThat(delivered()).containsExactly("good morning", "good night");
    }

    @Test
    void receiverSeesTheOriginId() {
        available();
        server.login("romeo", "orchard").send(chat("hello", "1"));
        FrozenElement message = juliet.next();
        assertThat(message.child("origin-id", "urn:xmpp:sid:0")).isNotNull();
    }
}
