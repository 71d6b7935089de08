package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.JULIET;
import static dev.hermod.extensions.pep.Household.PUBSUB;
import static dev.hermod.extensions.pep.Household.TUNE;
import static dev.hermod.extensions.pep.Household.event;
import static dev.hermod.extensions.pep.Household.events;
import static dev.hermod.extensions.pep.Household.options;
import static dev.hermod.extensions.pep.Household.publish;
import static dev.hermod.extensions.pep.Household.tune;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/// Subscriptions to nodes of accounts, made and implied.
class PepSubscriptionsTest {
    private static final JID REMOTE = TestServer.jid("romeo@montague.example/orchard");
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String PENDING = PUBSUB + "#get-pending";

    private final Household house = new Household();

    @AfterEach
    void close() {
        house.close();
    }

    private PubSubStorage stored() {
        return house.server.storage().port(PubSubStorage.class);
    }

    private long subscribers() {
        return stored().subscriptions(JULIET, TUNE).size();
    }

    private static void published(TestClient by, String access, String title) {
        FrozenElement answer =
                by.ask(publish(TUNE, "current", tune(title), options("access_model", access)));
        assertThat(answer.attr("type")).isEqualTo("result");
    }

    private void remote(String xml) {
        FrozenElement element = TestClient.parse(xml);
        Packet packet =
                element.localName().equals("message")
                        ? Stanzas.message(element)
                        : element.localName().equals("presence")
                                ? Stanzas.presence(element)
                                : Stanzas.iq(element);
        house.server.router().route(packet);
    }

    private void remoteSubscribes(String options) {
        remote(
                "<iq type='set' id='s' from='%s' to='juliet@example.org'><pubsub xmlns='%s'><subscribe node='%s' jid='%s'/>%s</pubsub></iq>"
                        .formatted(REMOTE, PUBSUB, TUNE, REMOTE, options));
        await().until(() -> subscribers() == 1);
        await().until(() -> house.server.remote().stream().anyMatch(Message.class::isInstance));
        await().until(() -> house.server.remote().stream().anyMatch(IQ.class::isInstance));
        house.server.remote().clear();
    }

    @Test
    @Spec("XEP-0060 12.4")
    void subscriptionThatNotificationsDoNotReachEnds() throws InterruptedException {
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "open", "one");
        remoteSubscribes("");
        published(juliet, "open", "two");
        Packet told = house.server.remote().take();

        remote(
                "<message type='error' id='%s' from='%s' to='juliet@example.org'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
                        .formatted(told.getID(), REMOTE));

        await().until(() -> subscribers() == 0);
        assertThat(juliet.received()).noneMatch(one -> "error".equals(one.attr("type")));
    }

    @Test
    @Spec("XEP-0060 12.5")
    void temporarySubscriptionEndsWithPresence() {
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "open", "one");
        remoteSubscribes(
                "<options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s#subscribe_options</value></field><field var='pubsub#expire'><value>presence</value></field></x></options>"
                        .formatted(PUBSUB));

        remote(
                "<presence type='unavailable' from='%s' to='juliet@example.org'/>"
                        .formatted(REMOTE));

        await().until(() -> subscribers() == 0);
    }

    @Test
    @Spec("XEP-0060 9.1.3")
    void whoShowsPresenceIsToldOfOpenNodesAsLongAsItIsThere() {
        TestClient juliet = house.online("juliet", "balcony");
        published(juliet, "open", "one");
        juliet.ask(publish("urn:closed", "a", "<x xmlns='urn:x'/>", ""));
        TestClient paris = house.online("paris", "street", TUNE, "urn:closed");
        assertThat(events(paris)).isEmpty();

        paris.send(
                "<presence to='juliet@example.org'><c xmlns='http://jabber.org/protocol/caps' hash='made-up' node='n' ver='paris'/></presence>");
        FrozenElement question =
                paris.next(stanza ->
                        stanza.localName().equals("iq") && "get".equals(stanza.attr("type")));
        paris.send(
                "<iq type='result' id='%s' to='%s'><query xmlns='http://jabber.org/protocol/disco#info' node='n#paris'><identity category='client' type='pc'/><feature var='%s+notify'/><feature var='urn:closed+notify'/></query></iq>"
                        .formatted(question.attr("id"), question.attr("from"), TUNE));

        assertThat(event(paris).asXML()).contains("one");
        published(juliet, "open", "two");
        assertThat(event(paris).asXML()).contains("two");
        juliet.ask(publish("urn:closed", "b", "<x xmlns='urn:x'/>", ""));
        paris.send("<presence type='unavailable' to='juliet@example.org'/>");
        published(juliet, "open", "three");
        assertThat(events(paris)).isEmpty();
    }

    private static FrozenElement pending(TestClient by, String content) {
        return by.ask(
                "<iq type='set' id='p' to='%s'><command xmlns='%s' node='%s'>%s</command></iq>"
                        .formatted(by.address().toBareJID(), COMMANDS, PENDING, content));
    }

    @Test
    @Spec("XEP-0060 8.7")
    void accountsAskForWhoWaits() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.online("juliet", "balcony");
        TestClient romeo = house.online("romeo", "orchard");
        assertThat(pending(juliet, "").asXML()).contains("completed");
        published(juliet, "authorize", "one");
        romeo.ask(
                "<iq type='set' id='s' to='juliet@example.org'><pubsub xmlns='%s'><subscribe node='%s' jid='romeo@example.org'/></pubsub></iq>"
                        .formatted(PUBSUB, TUNE));
        juliet.next(stanza -> stanza.localName().equals("message"));

        FrozenElement asked = requireNonNull(pending(juliet, "").child("command", COMMANDS));
        assertThat(asked.asXML()).contains("<value>" + TUNE + "</value>", "executing");
        FrozenElement done =
                juliet.ask(
                        "<iq type='set' id='q' to='juliet@example.org'><command xmlns='%s' node='%s' sessionid='%s' action='complete'><x xmlns='jabber:x:data' type='submit'><field var='pubsub#node'><value>%s</value></field></x></command></iq>"
                                .formatted(COMMANDS, PENDING, asked.attr("sessionid"), TUNE));

        assertThat(done.asXML()).contains("completed");
        assertThat(juliet.next(stanza -> stanza.localName().equals("message")).asXML())
                .contains("subscribe_authorization", "romeo@example.org");
    }
}
