package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageOrderTest {
    private static final String TYPING =
            "<message to='juliet@example.org/balcony' type='chat'>"
                    + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>";

    private final TestServer server = TestServer.with(new StoredMessagesFeature());

    @AfterEach
    void stop() {
        server.close();
    }

    private static String chat(String to, String body) {
        return "<message to='" + to + "' type='chat'><body>" + body + "</body></message>";
    }

    private static @Nullable String body(FrozenElement message) {
        FrozenElement body = message.child("body", Stanzas.CLIENT);
        return body == null ? null : body.text();
    }

    /// Available with this priority; presence is not routed here, so the session is told directly.
    private static void available(TestClient client, int priority) {
        Session session = client.session();
        session.presence(
                Stanzas.presence(
                        TestClient.parse(
                                "<presence><priority>" + priority + "</priority></presence>")));
    }

    @Test
    void messageIsNotDeliveredBeforeItIsCommitted() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        server.storage().memoryLog().holdCommits();
        romeo.send(chat("juliet@example.org", "hello"));
        await().until(() -> server.storage().memoryLog().queued() == 1);
        assertThat(juliet.connection().elements()).isEmpty();
        server.storage().memoryLog().letCommit(1);
        assertThat(body(juliet.next())).isEqualTo("hello");
    }

    @Test
    @Spec("RFC 6120 10.1")
    void typingDoesNotOvertakeAMessageThatWaitsForItsCommit() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        // Behind the replay of what is stored.
        juliet.received();
        server.storage().memoryLog().holdCommits();
        romeo.send(chat("juliet@example.org", "one"), TYPING, chat("juliet@example.org", "two"));
        server.storage().memoryLog().letCommit(2);
        assertThat(body(juliet.next())).isEqualTo("one");
        assertThat(juliet.next().child("composing", "http://jabber.org/protocol/chatstates"))
                .isNotNull();
        assertThat(body(juliet.next())).isEqualTo("two");
    }

    @Test
    void senderIsReadNoFurtherThanItsMessagesMayBeAheadOfTheLog() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        server.storage().memoryLog().holdCommits();
        for (int i = 0; i < TestServer.LIMITS.pendingMessages(); i++) {
            romeo.send(chat("juliet@example.org", "message " + i));
        }
        assertThat(romeo.connection().reading()).isFalse();
        server.storage().memoryLog().letCommit(TestServer.LIMITS.pendingMessages());
        await().until(() -> romeo.connection().reading());
    }

    @Test
    void storageThatIsAwayIsToldTheSenderAndTheSessionGoesOn() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        server.storage().memoryLog().failing(true);
        romeo.send(chat("juliet@example.org", "hello"));
        FrozenElement error = romeo.next();
        assertThat(error.attr("type")).isEqualTo("error");
        FrozenElement refusal = Objects.requireNonNull(error.child("error", Stanzas.CLIENT));
        assertThat(refusal.attr("type")).isEqualTo("wait");
        assertThat(refusal.child("resource-constraint", Stanzas.ERRORS)).isNotNull();
        server.storage().memoryLog().failing(false);
        assertThat(romeo.received()).isEmpty();
    }

    @Test
    @Spec("RFC 6121 8.5.1")
    void messageToAnUnknownAccountIsRefused() {
        TestClient romeo = server.login("romeo", "orchard");
        romeo.send(chat("nobody@example.org", "hello"));
        assertThat(romeo.next().toString()).contains("service-unavailable");
    }

    @Test
    @Spec("XEP-0160 3")
    void storedMessagesComeInOrderBeforeLiveOnesAndOnlyOnce() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        for (int i = 0; i < 250; i++) {
            romeo.send(chat("juliet@example.org", Integer.toString(i)));
        }
        romeo.received();
        await().until(() -> server.storage().memoryLog().queued() == 0);
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        for (int i = 250; i < 300; i++) {
            romeo.send(chat("juliet@example.org", Integer.toString(i)));
        }
        for (int i = 0; i < 300; i++) {
            FrozenElement message = juliet.next();
            assertThat(body(message)).isEqualTo(Integer.toString(i));
            assertThat(message.child("stanza-id", "urn:xmpp:sid:0")).isNotNull();
        }
        juliet.logout();
        await().until(() -> server.sessions().session(juliet.address()) == null);
        await().until(() -> server.sessions().account(juliet.address()) == null);
        TestClient again = server.login("juliet", "balcony");
        available(again, 0);
        romeo.send(chat("juliet@example.org", "last"));
        assertThat(body(again.next())).isEqualTo("last");
    }

    @Test
    void whatAVanishedSessionHadNotAcknowledgedComesAgainWithTheSameId() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        romeo.send(chat("juliet@example.org", "hello"));
        String id = stanzaId(juliet.next());
        juliet.vanish();
        await().until(() -> server.sessions().account(juliet.address()) == null);
        TestClient again = server.login("juliet", "phone");
        available(again, 0);
        FrozenElement once = again.next();
        assertThat(stanzaId(once)).isEqualTo(id);
        assertThat(once.child("delay", "urn:xmpp:delay")).isNotNull();
    }

    private static @Nullable String stanzaId(FrozenElement message) {
        List<FrozenElement> ids = message.children("stanza-id", "urn:xmpp:sid:0");
        assertThat(ids).hasSize(1);
        return ids.getFirst().attr("id");
    }

    @Test
    @Spec("RFC 6121 4.7.2.3")
    void negativePriorityIsGivenNothingThatWasStored() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, -1);
        romeo.send(chat("juliet@example.org", "hello"));
        romeo.received();
        await().until(() -> server.storage().memoryLog().queued() == 0);
        assertThat(juliet.received()).isEmpty();
        available(juliet, 0);
        assertThat(body(juliet.next())).isEqualTo("hello");
    }

    @Test
    @Spec("XEP-0359 6")
    void stanzaIdInTheReceiversNameIsTakenOut() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        romeo.send(
                "<message to='juliet@example.org' type='chat'><body>x</body>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.org' id='1'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.org' id='2'/>"
                        + "</message>");
        assertThat(stanzaId(juliet.next())).isNotIn("1", "2");
    }

    @Test
    @Spec("XEP-0359 6")
    void stanzaIdInTheNameOfAnybodyHereIsTakenOutAndThoseOfOthersStay() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        String id = "<stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='forged'/>";
        romeo.send(
                "<message to='juliet@example.org' type='chat'><body>x</body>"
                        + id.formatted("romeo@example.org")
                        + id.formatted("nurse@example.org")
                        + id.formatted("juliet@example.org/balcony")
                        + id.formatted("example.org")
                        + "<stanza-id xmlns='urn:xmpp:sid:0' id='forged'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.org'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='room@elsewhere.example' id='r'/>"
                        + "</message>");

        List<FrozenElement> ids = juliet.next().children("stanza-id", "urn:xmpp:sid:0");

        assertThat(ids)
                .extracting(one -> one.attr("by"))
                .containsExactlyInAnyOrder("room@elsewhere.example", "juliet@example.org");
        assertThat(ids).extracting(one -> one.attr("id")).doesNotContain("forged");
    }

    @Test
    void clientThatDoesNotReadWhatItIsSentEndsWithResourceConstraint() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        available(juliet, 0);
        juliet.connection().pendingBytes(TestServer.LIMITS.outboundQueueBytes() + 1);
        romeo.send(chat("juliet@example.org", "hello"));
        assertThat(juliet.awaitEnd().condition())
                .isEqualTo(StreamErrorCondition.RESOURCE_CONSTRAINT);
        await().until(() -> server.sessions().account(juliet.address()) == null);
        TestClient again = server.login("juliet", "phone");
        available(again, 0);
        assertThat(body(again.next())).isEqualTo("hello");
    }

    @Test
    void sessionThatReplacesAnotherBeginsWhenThatHasEnded() {
        TestClient old = server.login("juliet", "balcony");
        TestClient replacing = server.login("juliet", "balcony");
        assertThat(old.awaitEnd().condition()).isEqualTo(StreamErrorCondition.CONFLICT);
        assertThat(server.sessions().session(old.address())).isSameAs(replacing.session());
    }
}
