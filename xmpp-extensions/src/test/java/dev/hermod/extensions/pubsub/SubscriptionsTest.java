package dev.hermod.extensions.pubsub;

import static dev.hermod.extensions.pubsub.Castle.NODE;
import static dev.hermod.extensions.pubsub.Castle.error;
import static dev.hermod.extensions.pubsub.Castle.event;
import static dev.hermod.extensions.pubsub.Castle.form;
import static dev.hermod.extensions.pubsub.Castle.get;
import static dev.hermod.extensions.pubsub.Castle.messages;
import static dev.hermod.extensions.pubsub.Castle.ok;
import static dev.hermod.extensions.pubsub.Castle.ownerGet;
import static dev.hermod.extensions.pubsub.Castle.ownerSet;
import static dev.hermod.extensions.pubsub.Castle.publish;
import static dev.hermod.extensions.pubsub.Castle.set;
import static dev.hermod.extensions.pubsub.Castle.subscribe;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.Spec;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// XEP-0060 5.6, 5.7, 6.1 to 6.4 and 8.6 to 8.9: subscriptions and affiliations.
class SubscriptionsTest {
    private final Castle castle = new Castle();

    @AfterEach
    void close() {
        castle.close();
    }

    private static FrozenElement subscription(FrozenElement answer) {
        FrozenElement pubsub = requireNonNull(ok(answer).child("pubsub", Castle.PUBSUB));
        return requireNonNull(pubsub.child("subscription", Castle.PUBSUB));
    }

    @Test
    @Spec("XEP-0060 6.1.2")
    void subscriberIsToldAndSentTheLastItem() {
        castle.create();
        publish(castle.hamlet, "a");
        FrozenElement made = subscription(subscribe(castle.francisco));
        assertThat(made.attr("subscription")).isEqualTo("subscribed");
        assertThat(made.attr("jid")).isEqualTo("francisco@example.org");
        assertThat(made.attr("subid")).isNotEmpty();
        FrozenElement last =
                castle.francisco.next(stanza -> stanza.child("event", Castle.EVENT) != null);
        assertThat(last.child("delay", "urn:xmpp:delay")).isNotNull();
        assertThat(subscription(subscribe(castle.francisco)).attr("subid"))
                .isEqualTo(made.attr("subid"));
        assertThat(messages(castle.francisco)).isEmpty();
    }

    @Test
    @Spec("XEP-0060 6.1.3")
    void whoMayNotSubscribeIsToldWhy() {
        assertThat(error(subscribe(castle.francisco))).isEqualTo("item-not-found");
        castle.create("access_model", "whitelist");
        assertThat(
                        error(
                                set(
                                        castle.francisco,
                                        "<subscribe node='%s' jid='hamlet@example.org'/>"
                                                .formatted(NODE))))
                .isEqualTo("bad-request invalid-jid");
        assertThat(error(set(castle.francisco, "<subscribe node='" + NODE + "'/>")))
                .isEqualTo("bad-request invalid-jid");
        assertThat(error(subscribe(castle.francisco))).isEqualTo("not-allowed closed-node");
        castle.affiliate(castle.francisco, "outcast");
        assertThat(error(subscribe(castle.francisco))).isEqualTo("forbidden");
        castle.affiliate(castle.francisco, "none");
        castle.configure("access_model", "open", "subscribe", "0");
        assertThat(error(subscribe(castle.francisco)))
                .isEqualTo("feature-not-implemented unsupported:subscribe");
    }

    @Test
    @Spec("XEP-0060 6.1.3.9")
    void tooManySubscriptionsAreRefused() {
        try (Castle small = new Castle(Map.of("HERMOD_LIMITS__PUBSUB_SUBSCRIPTIONS", "1"))) {
            small.create();
            ok(subscribe(small.hamlet));
            assertThat(error(subscribe(small.francisco)))
                    .isEqualTo("policy-violation too-many-subscriptions");
        }
    }

    @Test
    @Spec("XEP-0060 6.2")
    void unsubscribingEndsNotifications() {
        castle.create();
        String subid = subscription(subscribe(castle.francisco)).attr("subid");
        String request = "<unsubscribe node='%s' jid='francisco@example.org' %s/>";
        assertThat(error(set(castle.hamlet, request.formatted(NODE, "")))).isEqualTo("forbidden");
        assertThat(error(set(castle.francisco, request.formatted("none", ""))))
                .isEqualTo("item-not-found");
        assertThat(error(set(castle.francisco, request.formatted(NODE, "subid='wrong'"))))
                .isEqualTo("not-acceptable invalid-subid");
        FrozenElement gone =
                subscription(
                        set(castle.francisco, request.formatted(NODE, "subid='" + subid + "'")));
        assertThat(gone.attr("subscription")).isEqualTo("none");
        assertThat(error(set(castle.francisco, request.formatted(NODE, ""))))
                .isEqualTo("unexpected-request not-subscribed");
        publish(castle.hamlet, "a");
        assertThat(messages(castle.francisco)).isEmpty();
    }

    @Test
    @Spec("XEP-0060 6.3")
    void optionsAreShownAndChanged() {
        castle.create();
        String address = "node='" + NODE + "' jid='francisco@example.org'";
        assertThat(error(get(castle.francisco, "<options " + address + "/>")))
                .isEqualTo("unexpected-request not-subscribed");
        subscribe(castle.francisco);
        assertThat(ok(get(castle.francisco, "<options " + address + "/>")).asXML())
                .contains("pubsub#subscribe_options")
                .contains("pubsub#deliver");
        assertThat(error(get(castle.francisco, "<options node='" + NODE + "'/>")))
                .isEqualTo("bad-request jid-required");
        assertThat(error(get(castle.hamlet, "<options " + address + "/>"))).isEqualTo("forbidden");
        assertThat(error(get(castle.francisco, "<options " + address + " subid='wrong'/>")))
                .isEqualTo("not-acceptable invalid-subid");
        ok(options(address, "deliver", "0"));
        publish(castle.hamlet, "a");
        assertThat(messages(castle.francisco)).isEmpty();
        assertThat(error(options(address, "deliver", "perhaps"))).isEqualTo("bad-request");
        ok(options(address, "deliver", "1", "expire", "2006-03-31T23:59:00Z"));
        publish(castle.hamlet, "b");
        assertThat(messages(castle.francisco)).isEmpty();
    }

    private FrozenElement options(String address, String... fields) {
        return set(
                castle.francisco,
                "<options %s>%s</options>".formatted(address, form("#subscribe_options", fields)));
    }

    @Test
    @Spec("XEP-0060 6.3.7")
    void optionsComeWithTheSubscription() {
        castle.create();
        String both = "<subscribe node='%s' jid='francisco@example.org'/><options%s>%s</options>";
        String quiet = form("#subscribe_options", "deliver", "0");
        assertThat(error(set(castle.francisco, both.formatted(NODE, " node='x'", quiet))))
                .isEqualTo("bad-request");
        assertThat(ok(set(castle.francisco, both.formatted(NODE, "", quiet))).asXML())
                .contains("type='result'")
                .contains("<options");
        publish(castle.hamlet, "a");
        assertThat(messages(castle.francisco)).isEmpty();
        assertThat(ok(get(castle.francisco, "<default/>")).asXML())
                .contains("pubsub#subscribe_options");
    }

    @Test
    @Spec("XEP-0060 5.6")
    void subscriptionsAndAffiliationsAreListed() {
        castle.create();
        castle.createNode("other");
        assertThat(get(castle.francisco, "<subscriptions/>").asXML()).contains("<subscriptions/>");
        assertThat(get(castle.francisco, "<affiliations/>").asXML()).contains("<affiliations/>");
        subscribe(castle.francisco);
        set(castle.francisco, "<subscribe node='other' jid='francisco@example.org/barracks'/>");
        assertThat(get(castle.francisco, "<subscriptions/>").asXML())
                .contains("jid='francisco@example.org/barracks'")
                .contains("jid='francisco@example.org'");
        assertThat(get(castle.francisco, "<subscriptions node='other'/>").asXML())
                .doesNotContain(NODE);
        assertThat(get(castle.hamlet, "<affiliations/>").asXML())
                .contains("node='other' affiliation='owner'")
                .contains("node='" + NODE + "' affiliation='owner'");
        assertThat(get(castle.hamlet, "<affiliations node='other'/>").asXML()).doesNotContain(NODE);
    }

    @Test
    @Spec("XEP-0060 8.6")
    void ownersApproveAndDeny() {
        castle.create("access_model", "authorize");
        FrozenElement waits = subscription(subscribe(castle.francisco));
        assertThat(waits.attr("subscription")).isEqualTo("pending");
        assertThat(error(subscribe(castle.francisco)))
                .isEqualTo("not-authorized pending-subscription");
        FrozenElement question = castle.hamlet.next(stanza -> stanza.localName().equals("message"));
        assertThat(question.asXML())
                .contains("pubsub#subscribe_authorization")
                .contains("<value>francisco@example.org</value>")
                .contains("pubsub#allow");
        castle.francisco.send(decision("francisco", "1"));
        assertThat(castle.francisco.next(stanza -> stanza.localName().equals("message")))
                .returns("error", message -> message.attr("type"));
        castle.hamlet.send(cancelled());
        publish(castle.hamlet, "a");
        assertThat(messages(castle.francisco)).isEmpty();

        castle.hamlet.send(decision("francisco", "true"));
        assertThat(event(castle.francisco).attr("subscription")).isEqualTo("subscribed");
        publish(castle.hamlet, "b");
        assertThat(event(castle.francisco).localName()).isEqualTo("items");

        TestClient bernardo = castle.login("bernardo");
        subscribe(bernardo);
        castle.hamlet.send(decision("bernardo", "0"));
        assertThat(event(bernardo).attr("subscription")).isEqualTo("none");
        assertThat(get(bernardo, "<subscriptions/>").asXML()).contains("<subscriptions/>");
    }

    private static String decision(String who, String allowed) {
        return "<message to='pubsub.example.org' id='a'>%s</message>"
                .formatted(
                        form(
                                "#subscribe_authorization",
                                "node",
                                NODE,
                                "subscriber_jid",
                                who + "@example.org",
                                "allow",
                                allowed));
    }

    private static String cancelled() {
        return decision("francisco", "1").replace("type='submit'", "type='cancel'");
    }

    @Test
    @Spec("XEP-0060 8.7")
    void ownersAskForWhatWaits() {
        castle.create("access_model", "authorize");
        subscribe(castle.francisco);
        castle.hamlet.next(stanza -> stanza.localName().equals("message"));
        String command =
                "<iq type='set' id='c' to='pubsub.example.org'><command xmlns='http://jabber.org/protocol/commands' node='%s'>%s</command></iq>";
        String shown = castle.hamlet.ask(command.formatted(PubSub.GET_PENDING, "")).asXML();
        assertThat(shown)
                .contains("status='executing'")
                .contains("<option><value>" + NODE + "</value></option>");
        String chosen = form("#subscribe_authorization", "node", NODE);
        assertThat(castle.hamlet.ask(command.formatted(PubSub.GET_PENDING, chosen)).asXML())
                .contains("status='completed'");
        assertThat(castle.hamlet.next(stanza -> stanza.localName().equals("message")).asXML())
                .contains("<value>francisco@example.org</value>");
        assertThat(error(castle.francisco.ask(command.formatted(PubSub.GET_PENDING, chosen))))
                .isEqualTo("forbidden");
        assertThat(
                        error(
                                castle.hamlet.ask(
                                        command.formatted(
                                                PubSub.GET_PENDING,
                                                form("#subscribe_authorization", "node", "none")))))
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0060 8.8")
    void ownersManageSubscriptions() {
        castle.create();
        subscribe(castle.francisco);
        String list = "<subscriptions node='" + NODE + "'>%s</subscriptions>";
        assertThat(ok(ownerGet(castle.hamlet, list.formatted(""))).asXML())
                .contains("jid='francisco@example.org'")
                .contains("subscription='subscribed'");
        assertThat(error(ownerGet(castle.francisco, list.formatted("")))).isEqualTo("forbidden");
        assertThat(error(ownerSet(castle.francisco, list.formatted("")))).isEqualTo("forbidden");
        assertThat(error(ownerGet(castle.hamlet, "<subscriptions node='none'/>")))
                .isEqualTo("item-not-found");
        FrozenElement bad =
                ownerSet(
                        castle.hamlet,
                        list.formatted(
                                "<subscription jid='francisco@example.org' subscription='odd'/>"));
        assertThat(error(bad)).isEqualTo("not-acceptable");
        assertThat(bad.asXML()).contains("jid='francisco@example.org' subscription='subscribed'");
        ok(
                ownerSet(
                        castle.hamlet,
                        list.formatted(
                                "<subscription jid='francisco@example.org' subscription='none'/><subscription jid='bard@example.org' subscription='subscribed'/>")));
        assertThat(event(castle.francisco).attr("subscription")).isEqualTo("none");
        assertThat(ownerGet(castle.hamlet, list.formatted("")).asXML())
                .contains("bard@example.org")
                .doesNotContain("francisco");
    }

    @Test
    @Spec("XEP-0060 8.9")
    void ownersManageAffiliations() {
        castle.create();
        String list = "<affiliations node='" + NODE + "'>%s</affiliations>";
        String one = "<affiliation jid='%s@example.org' affiliation='%s'/>";
        assertThat(ok(ownerGet(castle.hamlet, list.formatted(""))).asXML())
                .contains("jid='hamlet@example.org' affiliation='owner'");
        assertThat(error(ownerGet(castle.francisco, list.formatted("")))).isEqualTo("forbidden");
        assertThat(error(ownerSet(castle.francisco, list.formatted("")))).isEqualTo("forbidden");
        FrozenElement orphan =
                ownerSet(
                        castle.hamlet,
                        list.formatted(
                                one.formatted("hamlet", "none")
                                        + one.formatted("francisco", "publisher")));
        assertThat(error(orphan)).isEqualTo("not-acceptable");
        assertThat(orphan.asXML()).contains("jid='hamlet@example.org' affiliation='owner'");
        assertThat(
                        error(
                                ownerSet(
                                        castle.hamlet,
                                        list.formatted(
                                                one.formatted("a", "member")
                                                        + one.formatted("a", "none")))))
                .isEqualTo("bad-request");
        castle.affiliate(castle.francisco, "owner");
        ok(ownerSet(castle.francisco, list.formatted(one.formatted("hamlet", "none"))));
        assertThat(error(ownerGet(castle.hamlet, list.formatted("")))).isEqualTo("forbidden");
    }

    @Test
    @Spec("XEP-0060 8.7.4")
    void affiliationDecidesWhatWaits() {
        castle.create("access_model", "authorize");
        TestClient bernardo = castle.login("bernardo");
        subscribe(castle.francisco);
        subscribe(bernardo);
        castle.affiliate(castle.francisco, "publisher");
        assertThat(event(castle.francisco).attr("subscription")).isEqualTo("subscribed");
        castle.affiliate(bernardo, "outcast");
        assertThat(event(bernardo).attr("subscription")).isEqualTo("none");
    }

    @Test
    @Spec("XEP-0060 13.3")
    void whoLosesAccessHearsNoMore() {
        castle.create("access_model", "whitelist");
        castle.affiliate(castle.francisco, "member");
        ok(subscribe(castle.francisco));
        publish(castle.hamlet, "a");
        assertThat(event(castle.francisco).localName()).isEqualTo("items");
        castle.affiliate(castle.francisco, "none");
        publish(castle.hamlet, "b");
        assertThat(messages(castle.francisco)).isEmpty();
    }

    @Test
    void ownersHearOfSubscribersWhereTheyWantTo() {
        castle.create("notify_sub", "1");
        subscribe(castle.francisco);
        assertThat(event(castle.hamlet).attr("jid")).isEqualTo("francisco@example.org");
        assertThat(List.of(castle.hamlet.received())).isNotEmpty();
    }
}
