package dev.hermod.extensions.retraction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class RetractionFeatureTest {
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID JULIET = TestServer.jid("juliet@example.org");

    private final TestServer server = TestServer.with(new RetractionFeature());

    @AfterEach
    void close() {
        server.close();
    }

    private static void say(TestClient from, String to, String id, String content) {
        from.send("<message type='chat' to='%s' id='%s'>%s</message>".formatted(to, id, content));
        from.received();
    }

    private static void retract(TestClient from, String to, String target) {
        say(
                from,
                to,
                "retraction",
                "<retract id='%s' xmlns='urn:xmpp:message-retract:1'/><body>/me retracted</body>"
                        .formatted(target));
    }

    private List<FrozenElement> archive(JID owner) {
        return server.storage().memoryLog().archived(owner).stream()
                .map(RetractionFeatureTest::parsed)
                .toList();
    }

    private static FrozenElement parsed(LogEntry entry) {
        try {
            return ElementReader.parse(entry.stanza());
        } catch (XmlStreamException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitDone() {
        await().until(() -> server.storage().memoryLog().all(Retractions.DUE).isEmpty());
    }

    private String texts(JID owner) {
        return archive(owner).toString();
    }

    @Test
    @Spec("XEP-0424 4")
    void originalBecomesATombstoneInBothArchives() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        say(romeo, "juliet@example.org", "wrong", "<body>secret</body><x xmlns='urn:x'>more</x>");
        say(romeo, "juliet@example.org", "right", "<body>fine</body>");

        retract(romeo, "juliet@example.org", "wrong");
        awaitDone();

        for (JID owner : List.of(ROMEO, JULIET)) {
            assertThat(texts(owner)).doesNotContain("secret", "more").contains("fine");
            FrozenElement tombstone = archive(owner).getFirst();
            assertThat(tombstone.attr("id")).isEqualTo("wrong");
            assertThat(tombstone.attr("from")).isEqualTo("romeo@example.org/orchard");
            assertThat(tombstone.attr("to")).isEqualTo("juliet@example.org");
            assertThat(tombstone.attr("type")).isEqualTo("chat");
            FrozenElement retracted =
                    Objects.requireNonNull(tombstone.child("retracted", Retraction.NAMESPACE));
            assertThat(retracted.attr("id")).isEqualTo("retraction");
            assertThat(retracted.attr("stamp")).startsWith("1970-01-01T00:00:01");
            assertThat(archive(owner).getLast().child("retract", Retraction.NAMESPACE))
                    .as("the retraction stays")
                    .isNotNull();
        }
    }

    @Test
    @Spec("XEP-0424 5")
    void onlyTheAuthorRetracts() {
        TestClient romeo = server.login("romeo", "orchard");
        TestClient juliet = server.login("juliet", "balcony");
        say(romeo, "juliet@example.org", "mine", "<body>secret</body>");

        retract(juliet, "romeo@example.org", "mine");
        awaitDone();

        assertThat(texts(ROMEO)).contains("secret");
        assertThat(texts(JULIET)).contains("secret");
    }

    @Test
    void anotherResourceOfTheAuthorRetractsByOriginIdAndCorrectionsGoToo() {
        TestClient orchard = server.login("romeo", "orchard");
        TestClient garden = server.login("romeo", "garden");
        server.account("juliet");
        say(
                orchard,
                "juliet@example.org",
                "a",
                "<body>secret</body><origin-id xmlns='urn:xmpp:sid:0' id='o'/>");
        say(
                orchard,
                "juliet@example.org",
                "b",
                "<body>secret too</body><replace xmlns='urn:xmpp:message-correct:0' id='o'/>");

        retract(garden, "juliet@example.org", "o");
        awaitDone();

        assertThat(texts(JULIET)).doesNotContain("secret");
    }

    @Test
    void sameIdInAnotherConversationStays() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        server.account("nurse");
        say(romeo, "nurse@example.org", "1", "<body>for the nurse</body>");
        say(romeo, "juliet@example.org", "1", "<body>secret</body>");

        retract(romeo, "juliet@example.org", "1");
        awaitDone();

        assertThat(texts(ROMEO)).contains("for the nurse").doesNotContain("secret");
    }

    @Test
    void laterMessageWithTheIdStays() {
        TestClient romeo = server.login("romeo", "orchard");
        server.account("juliet");
        retract(romeo, "juliet@example.org", "1");
        awaitDone();
        say(romeo, "juliet@example.org", "1", "<body>new</body>");

        assertThat(texts(JULIET)).contains("new");
    }

    @Test
    void retractionThatAnEndedServerLeftIsCarriedOut() {
        server.account("romeo");
        server.account("juliet");
        log(
                JULIET,
                ROMEO,
                "<message xmlns='jabber:client' id='1' from='romeo@example.org/a' to='juliet@example.org'><body>secret</body></message>");
        log(
                Retractions.DUE,
                ROMEO,
                "<message xmlns='jabber:client' id='2' from='romeo@example.org/a' to='juliet@example.org'><retract xmlns='urn:xmpp:message-retract:1' id='1'/></message>");

        server.login("nurse", "home");
        awaitDone();

        assertThat(texts(JULIET)).doesNotContain("secret").contains("retracted");
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        log(Retractions.DUE, ROMEO, "<message xmlns='jabber:client'>");

        server.login("nurse", "home");

        awaitDone();
    }

    private void log(JID owner, JID conversation, String stanza) {
        Told told = new Told();
        LogRow row = new LogRow(owner, conversation, owner, false, Retention.ARCHIVE);
        server.storage()
                .messageLog()
                .append(new LogMessage(stanza.getBytes(UTF_8), List.of(row), null), told);
        told.committed();
    }
}
