package dev.hermod.extensions.pubsub;

import static dev.hermod.extensions.pubsub.Castle.NODE;
import static dev.hermod.extensions.pubsub.Castle.error;
import static dev.hermod.extensions.pubsub.Castle.event;
import static dev.hermod.extensions.pubsub.Castle.form;
import static dev.hermod.extensions.pubsub.Castle.get;
import static dev.hermod.extensions.pubsub.Castle.ok;
import static dev.hermod.extensions.pubsub.Castle.ownerGet;
import static dev.hermod.extensions.pubsub.Castle.ownerSet;
import static dev.hermod.extensions.pubsub.Castle.publish;
import static dev.hermod.extensions.pubsub.Castle.set;
import static dev.hermod.extensions.pubsub.Castle.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// Subscriptions and nodes that are no more.
class EndingsTest {
    private static final JID REMOTE = TestServer.jid("bernardo@montague.example/watch");

    private final Castle castle = new Castle();

    @AfterEach
    void close() {
        castle.close();
    }

    private PubSubStorage stored() {
        return castle.server.storage().port(PubSubStorage.class);
    }

    private long subscribers() {
        return stored().subscriptions(TestServer.jid("pubsub.example.org"), NODE).size();
    }

    private void remote(String xml) {
        FrozenElement element = TestClient.parse(xml);
        Packet packet =
                switch (element.localName()) {
                    case "message" -> Stanzas.message(element);
                    case "presence" -> Stanzas.presence(element);
                    default -> Stanzas.iq(element);
                };
        castle.server.router().route(packet);
    }

    private void remoteSubscribes(JID as, String options) {
        remote(
                "<iq type='set' id='s' from='%s' to='pubsub.example.org'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='%s' jid='%s'/>%s</pubsub></iq>"
                        .formatted(REMOTE, NODE, as, options));
        await().until(() -> subscribers() == 1);
        castle.server.remote().clear();
    }

    private Packet notified() throws InterruptedException {
        publish(castle.hamlet, "a");
        return castle.server.remote().take();
    }

    private void bounce(Packet notification, JID from, String type, String condition) {
        remote(
                "<message type='error' id='%s' from='%s' to='pubsub.example.org'><error type='%s'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
                        .formatted(notification.getID(), from, type, condition));
    }

    @ParameterizedTest
    @CsvSource({"cancel,item-not-found", "cancel,service-unavailable", "modify,gone"})
    @Spec("XEP-0060 12.4")
    void subscriptionThatNotificationsDoNotReachEnds(String type, String condition)
            throws InterruptedException {
        castle.create("notify_sub", "1");
        remoteSubscribes(REMOTE, "");
        assertThat(event(castle.hamlet).attr("subscription")).isEqualTo("subscribed");

        bounce(notified(), REMOTE, type, condition);

        await().until(() -> subscribers() == 0);
        assertThat(event(castle.hamlet).attr("subscription")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "wait,remote-server-timeout",
        "auth,registration-required",
        "modify,bad-request",
        "modify,redirect",
        "modify,not-acceptable"
    })
    @Spec("XEP-0060 12.4")
    void subscriptionGoesOnWhereTheErrorMayPass(String type, String condition)
            throws InterruptedException {
        castle.create();
        remoteSubscribes(REMOTE, "");
        bounce(notified(), REMOTE, type, condition);
        assertThat(notified().getTo()).isEqualTo(REMOTE);
        assertThat(subscribers()).isOne();
    }

    @Test
    void nobodyEndsTheSubscriptionOfSomebodyElse() throws InterruptedException {
        castle.create();
        remoteSubscribes(REMOTE, "");
        Packet notification = notified();
        bounce(
                notification,
                TestServer.jid("bernardo@montague.example/other"),
                "cancel",
                "item-not-found");
        bounce(notification, TestServer.jid("montague.example"), "cancel", "item-not-found");
        assertThat(notified().getTo()).isEqualTo(REMOTE);
        assertThat(subscribers()).isOne();
    }

    private static String whilePresent() {
        return "<options>" + form("#subscribe_options", "expire", "presence") + "</options>";
    }

    private void subscribeWhilePresent(TestClient who, JID as) {
        ok(set(who, "<subscribe node='%s' jid='%s'/>".formatted(NODE, as) + whilePresent()));
    }

    @Test
    @Spec("XEP-0060 12.5")
    void temporarySubscriptionEndsWithPresence() {
        castle.create("notify_sub", "1");
        subscribeWhilePresent(castle.francisco, castle.francisco.address());
        assertThat(get(castle.francisco, options(castle.francisco.address())).asXML())
                .contains("<value>presence</value>");
        event(castle.hamlet);

        castle.francisco.send("<presence type='unavailable'/>");

        await().until(() -> subscribers() == 0);
        assertThat(event(castle.hamlet).attr("subscription")).isEqualTo("none");
    }

    private static String options(JID jid) {
        return "<options node='%s' jid='%s'/>".formatted(NODE, jid);
    }

    @Test
    @Spec("XEP-0060 12.5")
    void temporarySubscriptionOfAnAccountEndsWithItsLastResource() {
        castle.create();
        TestClient other = castle.server.login("francisco", "other");
        other.send("<presence/>");
        JID bare = castle.francisco.address().asBareJID();
        subscribeWhilePresent(castle.francisco, bare);
        subscribe(castle.hamlet);

        castle.francisco.logout();
        publish(castle.hamlet, "a");
        assertThat(event(other).localName()).isEqualTo("items");
        other.logout();

        await().until(() -> subscribers() == 1);
        assertThat(stored().subscriptionsOf(castle.hamlet.address().asBareJID())).hasSize(1);
    }

    @Test
    @Spec("XEP-0060 12.5")
    void temporarySubscriptionEndsWithPresenceOfAnotherServer() {
        castle.create();
        remoteSubscribes(REMOTE, whilePresent());

        remote(
                "<presence type='unavailable' from='%s' to='pubsub.example.org'/>"
                        .formatted(REMOTE));

        await().until(() -> subscribers() == 0);
    }

    @Test
    @Spec("XEP-0060 12.5, 12.18")
    void subscriptionIsMadeLastingOrTemporaryByItsOptions() {
        castle.create();
        JID jid = castle.francisco.address();
        subscribeWhilePresent(castle.francisco, jid);
        ok(
                set(
                        castle.francisco,
                        "<options node='%s' jid='%s'>%s</options>"
                                .formatted(
                                        NODE,
                                        jid,
                                        form(
                                                "#subscribe_options",
                                                "expire",
                                                "2099-01-01T00:00:00Z"))));
        assertThat(get(castle.francisco, options(jid)).asXML()).contains("2099-01-01T00:00:00");
        castle.francisco.send("<presence type='unavailable'/>");
        publish(castle.hamlet, "a");
        assertThat(event(castle.francisco).localName()).isEqualTo("items");
        assertThat(subscribers()).isOne();
    }

    @Test
    @Spec("XEP-0060 6.1.3.11, 8.4.2")
    void nodeThatHasMovedSaysWhereTo() {
        castle.create();
        castle.createNode("closed", "access_model", "whitelist");
        delete(NODE);
        delete("closed");

        FrozenElement answer = subscribe(castle.francisco);
        assertThat(error(answer)).isEqualTo("gone");
        FrozenElement error =
                Objects.requireNonNull(answer.child("error", Stanzas.CLIENT), answer::asXML);
        assertThat(error.attr("type")).isEqualTo("cancel");
        FrozenElement gone = Objects.requireNonNull(error.child("gone", Stanzas.ERRORS));
        assertThat(gone.text()).isEqualTo("xmpp:hamlet@example.org?;node=blog");
        assertThat(error(Castle.items(castle.francisco, ""))).isEqualTo("gone");
        assertThat(error(get(castle.francisco, "<items node='closed'/>")))
                .isEqualTo("item-not-found");
        assertThat(error(ownerGet(castle.hamlet, "<configure node='%s'/>".formatted(NODE))))
                .isEqualTo("item-not-found");

        castle.create();
        ok(subscribe(castle.francisco));
        assertThat(
                        error(
                                ownerSet(
                                        castle.hamlet,
                                        "<delete node='%s'><redirect uri='x:%s'/></delete>"
                                                .formatted(NODE, "x".repeat(3_000)))))
                .isEqualTo("not-acceptable");
    }

    private void delete(String node) {
        ok(
                ownerSet(
                        castle.hamlet,
                        "<delete node='%s'><redirect uri='xmpp:hamlet@example.org?;node=blog'/></delete>"
                                .formatted(node)));
    }
}
