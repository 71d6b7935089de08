package dev.hermod.extensions.displayed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.extensions.caps.CapsFeature;
import dev.hermod.extensions.carbons.CarbonsFeature;
import dev.hermod.extensions.disco.DiscoFeature;
import dev.hermod.extensions.inbox.InboxFeature;
import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.extensions.inbox.MemoryInboxes;
import dev.hermod.extensions.pep.PepFeature;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.presence.PresenceFeature;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class DisplayedFeatureTest {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String NODE = "urn:xmpp:mds:displayed:0";
    private static final JID JULIET = TestServer.jid("juliet@example.org");
    private static final JID ROMEO = TestServer.jid("romeo@example.org");
    private static final JID ROOM = TestServer.jid("coven@conference.example.org");

    private final RosterFeature rosters = new RosterFeature();
    private final CapsFeature caps = new CapsFeature();
    private final PepFeature pep = new PepFeature(caps);
    private final TestServer server =
            TestServer.with(
                    rosters,
                    new PresenceFeature(rosters),
                    new DiscoFeature(),
                    caps,
                    pep,
                    new CarbonsFeature(),
                    new InboxFeature((_, _) -> Map.of()),
                    new DisplayedFeature(pep));
    private final TestClient juliet = server.login("juliet", "balcony");
    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void close() {
        server.close();
    }

    private static String displayed(JID by, String id) {
        return "<displayed xmlns='%s'><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/></displayed>"
                .formatted(NODE, by, id);
    }

    private static String marker(String id) {
        return "<displayed xmlns='urn:xmpp:chat-markers:0' id='" + id + "'/>";
    }

    private FrozenElement publish(String item, String payload) {
        return juliet.ask(
                "<iq type='set' id='p'><pubsub xmlns='%s'><publish node='%s'><item id='%s'>%s</item></publish></pubsub></iq>"
                        .formatted(PUBSUB, NODE, item, payload));
    }

    /// Romeo says something to Juliet.
    ///
    /// @return its id in her archive
    private String say(String id) {
        romeo.send(
                "<message to='juliet@example.org' type='chat' id='%s'><body>hi</body></message>"
                        .formatted(id));
        romeo.received();
        return String.valueOf(archived(JULIET).getLast().id());
    }

    private List<LogEntry> archived(JID owner) {
        return server.storage().memoryLog().archived(owner);
    }

    private List<FrozenElement> items() {
        FrozenElement answer =
                juliet.ask(
                        "<iq type='get' id='g'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                                .formatted(PUBSUB, NODE));
        FrozenElement pubsub = answer.child("pubsub", PUBSUB);
        return pubsub == null || "error".equals(answer.attr("type"))
                ? List.of()
                : requireNonNull(pubsub.child("items", PUBSUB)).childElements();
    }

    private String shown(String chat) {
        return items().stream()
                .filter(item -> chat.equals(item.attr("id")))
                .map(item -> item.childElements().getFirst())
                .map(displayed -> requireNonNull(displayed.child("stanza-id", "urn:xmpp:sid:0")))
                .map(id -> String.valueOf(id.attr("id")))
                .findFirst()
                .orElse("nothing");
    }

    private int unread(JID owner) {
        Inboxes.Wish all = new Inboxes.Wish(false, null, null, false, 100);
        return (int) inboxes().page(owner, all).totals().unreadMessages();
    }

    private MemoryInboxes inboxes() {
        return (MemoryInboxes) server.storage().port(Inboxes.class);
    }

    /// A client that is interested in what is displayed.
    private void interested(TestClient client, String ver) {
        client.send(
                "<presence><c xmlns='http://jabber.org/protocol/caps' hash='made-up' node='n' ver='%s'/></presence>"
                        .formatted(ver));
        FrozenElement question =
                client.next(stanza ->
                        stanza.localName().equals("iq") && "get".equals(stanza.attr("type")));
        String info =
                "<query xmlns='http://jabber.org/protocol/disco#info' node='n#%s'><identity category='client' type='pc'/><feature var='%s+notify'/></query>"
                        .formatted(ver, NODE);
        client.send(
                "<iq type='result' to='%s' id='%s'>%s</iq>"
                        .formatted(question.attr("from"), question.attr("id"), info));
        await().until(() -> caps.features(client.session()).contains(NODE + "+notify"));
    }

    private static FrozenElement event(TestClient client) {
        return client.next(stanza -> stanza.child("event", PUBSUB + "#event") != null);
    }

    @Test
    @Spec("XEP-0490 4.5.2")
    void accountsAdvertiseServerAssist() {
        assertThat(server.features().features(DiscoTarget.ACCOUNT))
                .contains("urn:xmpp:mds:server-assist:0");
    }

    @Test
    @Spec("XEP-0490 4.1")
    void whatIsPublishedIsReadInTheInbox() {
        say("m1");
        String second = say("m2");
        say("m3");
        assertThat(unread(JULIET)).isEqualTo(3);
        assertThat(publish("romeo@example.org", displayed(JULIET, second)).attr("type"))
                .isEqualTo("result");
        assertThat(unread(JULIET)).isEqualTo(1);
    }

    @Test
    @Spec("XEP-0490 5.1")
    void inboxDoesNotGoBack() {
        String first = say("m1");
        String second = say("m2");
        publish("romeo@example.org", displayed(JULIET, second));
        publish("romeo@example.org", displayed(JULIET, first));
        assertThat(unread(JULIET)).isZero();
    }

    @ParameterizedTest
    @Spec("XEP-0490 5.1")
    @ValueSource(strings = {"x", "1", "9223372036854775807", "99999999999999999999", "-1"})
    void idThatIsNotInTheChatChangesNothing(String id) {
        say("m1");
        assertThat(publish("romeo@example.org", displayed(JULIET, id)).attr("type"))
                .isEqualTo("result");
        assertThat(unread(JULIET)).isEqualTo(1);
    }

    @Test
    @Spec("XEP-0490 5.1")
    void messageOfAnotherChatOrArchiveChangesNothing() {
        String id = say("m1");
        String hers = id;
        String his = String.valueOf(archived(ROMEO).getLast().id());
        publish("nurse@example.org", displayed(JULIET, hers));
        publish("romeo@example.org", displayed(ROMEO, his));
        publish("romeo@example.org", displayed(ROMEO, hers));
        publish("romeo@example.org", "<displayed xmlns='" + NODE + "'/>");
        publish("romeo@example.org", "<other xmlns='urn:other'/>");
        publish("@", displayed(JULIET, hers));
        assertThat(unread(JULIET)).isEqualTo(1);
        assertThat(inboxes().displayedInRoom(JULIET, ROMEO)).isZero();
    }

    @Test
    @Spec("XEP-0490 4.1")
    void messageInARoomIsNamedByTheRoomsId() {
        server.storage().addArchive(ROOM);
        LogRow row = new LogRow(ROOM, ROOM, ROOM, false, Retention.ARCHIVE);
        Told told = new Told();
        server.storage()
                .messageLog()
                .append(new LogMessage("<message/>".getBytes(UTF_8), List.of(row), null), told);
        long id = told.committed().ids().getFirst();
        publish(ROOM.toString(), displayed(ROOM, String.valueOf(id)));
        assertThat(inboxes().displayedInRoom(JULIET, ROOM)).isEqualTo(id);
    }

    @Test
    @Spec("XEP-0490 4.1")
    void privateMessageOfAnOccupantIsInTheConversationWithTheRoom() {
        LogRow row = new LogRow(JULIET, ROOM, JULIET, true, Retention.ARCHIVE);
        String said =
                "<message xmlns='jabber:client' type='chat' id='p' from='%s/witch' to='%s'><body>psst</body></message>"
                        .formatted(ROOM, JULIET);
        Told told = new Told();
        server.storage()
                .messageLog()
                .append(new LogMessage(said.getBytes(UTF_8), List.of(row), null), told);
        String id = String.valueOf(told.committed().ids().getFirst());
        assertThat(unread(JULIET)).isEqualTo(1);
        publish(ROOM + "/witch", displayed(JULIET, id));
        assertThat(unread(JULIET)).isZero();
    }

    @Test
    @Spec("XEP-0490 4.5.3, 5.2, 7")
    void assistedMarkIsPublishedAndTakenOutOfTheMessage() {
        romeo.send("<presence/>");
        TestClient phone = server.login("juliet", "phone");
        interested(phone, "1");
        interested(juliet, "2");
        phone.ask("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        String id = say("m1");
        juliet.send(
                "<message to='romeo@example.org' id='d' type='chat'>%s%s</message>"
                        .formatted(marker("m1"), displayed(JULIET, id)));

        FrozenElement told = romeo.next(stanza -> "d".equals(stanza.attr("id")));
        assertThat(told.child("displayed", "urn:xmpp:chat-markers:0")).isNotNull();
        assertThat(told.asXML()).doesNotContain(NODE);
        for (TestClient device : List.of(phone, juliet)) {
            FrozenElement event = event(device);
            assertThat(event.attr("from")).isEqualTo("juliet@example.org");
            assertThat(event.asXML()).contains("id='romeo@example.org'").contains(id);
        }
        assertThat(shown("romeo@example.org")).isEqualTo(id);
        assertThat(unread(JULIET)).isZero();
        assertThat(archived(JULIET)).noneMatch(DisplayedFeatureTest::leaks);
        assertThat(archived(ROMEO)).noneMatch(DisplayedFeatureTest::leaks);
    }

    @Test
    @Spec("XEP-0490 5.2")
    void assistedMarkIsNotInCarbons() {
        TestClient phone = server.login("juliet", "phone");
        phone.ask("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        String id = say("m1");
        phone.received();
        juliet.send(
                "<message to='romeo@example.org' id='d' type='chat'>%s%s</message>"
                        .formatted(marker("m1"), displayed(JULIET, id)));
        FrozenElement carbon =
                phone.next(stanza -> stanza.child("sent", "urn:xmpp:carbons:2") != null);
        assertThat(carbon.asXML()).contains("urn:xmpp:chat-markers:0").doesNotContain(NODE);
    }

    private static boolean leaks(LogEntry entry) {
        return new String(entry.stanza(), UTF_8).contains(NODE);
    }

    @Test
    @Spec("XEP-0490 5.2, 7")
    void nodeThatIsMadeByAMarkIsForTheAccountAloneAndKeepsAllItems() {
        String id = say("m1");
        for (String chat : List.of("romeo@example.org", "nurse@example.org/x", "c@c.example")) {
            juliet.send(
                    "<message to='%s' type='chat'>%s%s</message>"
                            .formatted(chat, marker("m1"), displayed(JULIET, id)));
        }
        await().until(() -> items().size() == 3);
        assertThat(items())
                .extracting(item -> String.valueOf(item.attr("id")))
                .containsExactly("romeo@example.org", "nurse@example.org/x", "c@c.example");
        FrozenElement refused =
                romeo.ask(
                        "<iq type='get' id='g' to='juliet@example.org'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                                .formatted(PUBSUB, NODE));
        assertThat(refused.attr("type")).isEqualTo("error");
        FrozenElement config =
                juliet.ask(
                        "<iq type='get' id='o'><pubsub xmlns='%s#owner'><configure node='%s'/></pubsub></iq>"
                                .formatted(PUBSUB, NODE));
        assertThat(config.asXML())
                .contains("<value>whitelist</value>")
                .contains("<value>max</value>")
                .contains("<value>never</value>");
    }

    @Test
    @Spec("XEP-0490 4.5.3")
    void newestOfManyMarksIsWhatIsLeft() {
        List<String> ids = IntStream.range(0, 50).mapToObj(i -> say("m" + i)).toList();
        for (String id : ids) {
            juliet.send(
                    "<message to='romeo@example.org' type='chat'>%s%s</message>"
                            .formatted(marker("m"), displayed(JULIET, id)));
        }
        await().until(() -> shown("romeo@example.org").equals(ids.getLast()));
        assertThat(unread(JULIET)).isZero();
    }

    @Test
    @Spec("XEP-0490 4.5.3")
    void markInAMessageToARoomOrToTheAccountItself() {
        juliet.send(
                "<message to='coven@conference.example.org' type='groupchat'>%s%s</message>"
                        .formatted(marker("1"), displayed(ROOM, "1")),
                "<message type='chat'><body>note</body>%s</message>"
                        .formatted(displayed(JULIET, "2")));
        await().until(() -> items().size() == 2);
        assertThat(shown("coven@conference.example.org")).isEqualTo("1");
        assertThat(shown("juliet@example.org")).isEqualTo("2");
        assertThat(archived(JULIET)).hasSize(1).noneMatch(DisplayedFeatureTest::leaks);
    }

    @ParameterizedTest
    @Spec("XEP-0490 4.1, 7")
    @ValueSource(
            strings = {
                "<displayed xmlns='urn:xmpp:mds:displayed:0'/>",
                "<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' id='1'/></displayed>",
                "<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='a' id='1'/><stanza-id xmlns='urn:xmpp:sid:0' by='a' id='2'/></displayed>"
            })
    void markWithoutExactlyOneIdIsTakenOutAndNotPublished(String displayed) {
        romeo.send("<presence/>");
        juliet.send(
                "<message to='romeo@example.org' id='d' type='chat'><body>x</body>"
                        + displayed
                        + "</message>");
        assertThat(romeo.next(stanza -> "d".equals(stanza.attr("id"))).asXML())
                .doesNotContain(NODE);
        assertThat(
                        juliet.ask(
                                        "<iq type='get' id='g'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                                                .formatted(PUBSUB, NODE))
                                .attr("type"))
                .isEqualTo("error");
    }

    @Test
    @Spec("XEP-0490 7")
    void errorPublishesNothingAndWhatOthersSendStaysAsItIs() {
        romeo.send("<presence/>");
        juliet.send(
                "<message to='romeo@example.org' id='d' type='error'>%s<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
                        .formatted(displayed(JULIET, "1")));
        juliet.received();
        server.router()
                .route(
                        Stanzas.message(
                                TestClient.parse(
                                        "<message from='a@elsewhere.example/r' to='romeo@example.org' id='e' type='chat'><body>x</body>%s</message>"
                                                .formatted(displayed(JULIET, "1")))));
        assertThat(romeo.next(stanza -> "e".equals(stanza.attr("id"))).asXML()).contains(NODE);
        assertThat(pep.newest(JULIET, NODE, 10)).isEmpty();
        assertThat(pep.newest(ROMEO, NODE, 10)).isEmpty();
    }

    @Test
    @Spec("XEP-0490 4.5")
    void markerAloneReadsTheInboxAndPublishesNothing() {
        say("m1");
        juliet.send(
                "<message to='romeo@example.org' type='chat'>%s</message>".formatted(marker("m1")));
        juliet.received();
        assertThat(unread(JULIET)).isZero();
        assertThat(pep.newest(JULIET, NODE, 10)).isEmpty();
    }
}
