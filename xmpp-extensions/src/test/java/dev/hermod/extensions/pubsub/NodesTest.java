package dev.hermod.extensions.pubsub;

import static dev.hermod.extensions.pubsub.Castle.NODE;
import static dev.hermod.extensions.pubsub.Castle.error;
import static dev.hermod.extensions.pubsub.Castle.event;
import static dev.hermod.extensions.pubsub.Castle.form;
import static dev.hermod.extensions.pubsub.Castle.get;
import static dev.hermod.extensions.pubsub.Castle.ids;
import static dev.hermod.extensions.pubsub.Castle.items;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// XEP-0060 5 and 8.1 to 8.5: discovery, creation, configuration, deletion, purging.
class NodesTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final Castle castle = new Castle();

    @AfterEach
    void close() {
        castle.close();
    }

    private static FrozenElement disco(TestClient by, String namespace, String more) {
        return by.ask(
                "<iq type='get' id='d' to='pubsub.example.org'><query xmlns='%s' %s</query></iq>"
                        .formatted(namespace, more));
    }

    @Test
    @Spec("XEP-0060 5.1")
    void serviceSaysWhatItIs() {
        String info = disco(castle.hamlet, INFO, ">").asXML();
        assertThat(info)
                .contains("<identity category='pubsub' type='service'")
                .contains("var='http://jabber.org/protocol/pubsub'")
                .contains("pubsub#publish'")
                .contains("pubsub#rsm'")
                .contains("pubsub#last-published'")
                .contains("pubsub#subscription-options'")
                .contains("pubsub#create-and-configure'")
                .doesNotContain("auto-create", "collections");
    }

    @Test
    @Spec("XEP-0060 5.2")
    void nodesAreListedInPages() {
        castle.create("title", "Musings");
        ok(set(castle.hamlet, "<create node='another'/>"));
        castle.createNode("secret", "access_model", "whitelist");

        FrozenElement all =
                requireNonNull(disco(castle.francisco, ITEMS, ">").child("query", ITEMS));
        assertThat(all.children("item", ITEMS))
                .extracting(item -> item.attr("node") + " " + item.attr("name"))
                .containsExactly("another null", NODE + " Musings");
        FrozenElement first =
                requireNonNull(
                        disco(
                                        castle.hamlet,
                                        ITEMS,
                                        "><set xmlns='http://jabber.org/protocol/rsm'><max>1</max><after>another</after></set>")
                                .child("query", ITEMS));
        assertThat(first.children("item", ITEMS))
                .extracting(item -> item.attr("node"))
                .containsExactly(NODE);
    }

    @Test
    @Spec("XEP-0060 5.4")
    void nodeIsDescribed() {
        castle.create("title", "Musings", "type", "urn:e");
        String info = disco(castle.francisco, INFO, "node='" + NODE + "'>").asXML();
        assertThat(info)
                .contains("<identity category='pubsub' type='leaf' name='Musings'")
                .contains("pubsub#meta-data")
                .contains("<field var='pubsub#creator' type='jid-single'><value>hamlet@example.org")
                .contains("pubsub#creation_date")
                .contains("pubsub#num_subscribers");
        assertThat(error(disco(castle.francisco, INFO, "node='none'>")))
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0060 5.5")
    void itemsAreDiscoveredByTheirNames() {
        castle.create();
        publish(castle.hamlet, "a", "b");
        FrozenElement items =
                requireNonNull(
                        disco(castle.francisco, ITEMS, "node='" + NODE + "'>")
                                .child("query", ITEMS));
        assertThat(items.childElements())
                .extracting(item -> item.attr("name") + " " + item.attr("node"))
                .containsExactly("a null", "b null");
    }

    @Test
    @Spec("XEP-0248 5.2")
    void collectionListsItsNodes() {
        castle.createNode("blogs", "node_type", "collection");
        castle.createNode("mine", "collection", "blogs");
        FrozenElement top =
                requireNonNull(disco(castle.francisco, ITEMS, ">").child("query", ITEMS));
        assertThat(top.children("item", ITEMS))
                .extracting(item -> item.attr("node"))
                .containsExactly("blogs");
        assertThat(disco(castle.francisco, ITEMS, "node='blogs'>").asXML()).contains("node='mine'");
        assertThat(disco(castle.francisco, INFO, "node='blogs'>").asXML())
                .contains("type='collection'");
        assertThat(error(set(castle.hamlet, "<publish node='blogs'><item/></publish>")))
                .isEqualTo("feature-not-implemented unsupported:publish");
        assertThat(error(get(castle.hamlet, "<items node='blogs'/>")))
                .isEqualTo("feature-not-implemented unsupported:retrieve-items");
        assertThat(error(ownerSet(castle.hamlet, "<purge node='blogs'/>")))
                .isEqualTo("feature-not-implemented unsupported:persistent-items");
    }

    @Test
    @Spec("XEP-0060 8.1.1")
    void nodeIsCreatedOnce() {
        assertThat(ok(set(castle.hamlet, "<create node='n'/>")).childElements()).isEmpty();
        assertThat(error(set(castle.francisco, "<create node='n'/>"))).isEqualTo("conflict");
    }

    @Test
    @Spec("XEP-0060 8.1.1")
    void instantNodeGetsAnId() {
        FrozenElement answer = ok(set(castle.hamlet, "<create/>"));
        FrozenElement pubsub = requireNonNull(answer.child("pubsub", Castle.PUBSUB));
        String node = requireNonNull(pubsub.childElements().getFirst().attr("node"));
        assertThat(node).isNotEmpty();
        ok(get(castle.hamlet, "<items node='" + node + "'/>"));
    }

    @Test
    @Spec("XEP-0060 8.1.2")
    void modelsOfPresenceAreForAccountsOnly() {
        for (String model : List.of("presence", "roster")) {
            assertThat(
                            error(
                                    set(
                                            castle.hamlet,
                                            "<create node='n'/><configure>%s</configure>"
                                                    .formatted(
                                                            form(
                                                                    "#node_config",
                                                                    "access_model",
                                                                    model)))))
                    .isEqualTo("not-acceptable unsupported-access-model");
        }
    }

    @Test
    @Spec("XEP-0060 8.1.3")
    void configureFollowsCreateAndNamesNoNode() {
        assertThat(error(set(castle.hamlet, "<create node='n'/><configure node='n'/>")))
                .isEqualTo("bad-request");
        assertThat(error(set(castle.hamlet, "<configure/><create node='n'/>")))
                .isEqualTo("feature-not-implemented");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admins", "accounts", "everybody"})
    @Spec("XEP-0060 8.1.1")
    void whoMayCreateIsConfigured(String who) {
        Map<String, String> settings =
                Map.of("HERMOD_PUBSUB__CREATE_NODES", who, "HERMOD_ADMINS", "hamlet@example.org");
        try (Castle other = new Castle(settings)) {
            ok(set(other.hamlet, "<create node='a'/>"));
            FrozenElement answer = set(other.francisco, "<create node='b'/>");
            if (who.equals("admins")) {
                assertThat(error(answer)).isEqualTo("forbidden");
            } else {
                ok(answer);
            }
        }
    }

    @Test
    void tooManyNodesAndTooLongIdsAreRefused() {
        try (Castle small = new Castle(Map.of("HERMOD_LIMITS__PUBSUB_NODES", "1"))) {
            ok(set(small.hamlet, "<create node='a'/>"));
            assertThat(error(set(small.hamlet, "<create node='b'/>")))
                    .isEqualTo("policy-violation too-many-nodes");
            assertThat(error(set(small.hamlet, "<create node='" + "x".repeat(1_024) + "'/>")))
                    .isEqualTo("not-acceptable");
        }
    }

    @Test
    @Spec("XEP-0060 8.2")
    void ownersConfigureAndOthersDoNot() {
        castle.create("title", "Musings");
        String shown = ok(ownerGet(castle.hamlet, "<configure node='" + NODE + "'/>")).asXML();
        assertThat(shown)
                .contains("type='form'")
                .contains("<value>Musings</value>")
                .contains("pubsub#access_model");
        castle.configure("title", "Other", "unknown", "x");
        assertThat(ownerGet(castle.hamlet, "<configure node='" + NODE + "'/>").asXML())
                .contains("<value>Other</value>");
        assertThat(error(ownerGet(castle.francisco, "<configure node='" + NODE + "'/>")))
                .isEqualTo("forbidden");
        assertThat(error(ownerGet(castle.hamlet, "<configure node='none'/>")))
                .isEqualTo("item-not-found");
        assertThat(error(ownerGet(castle.hamlet, "<configure/>")))
                .isEqualTo("bad-request nodeid-required");
        ok(
                ownerSet(
                        castle.hamlet,
                        "<configure node='%s'><x xmlns='jabber:x:data' type='cancel'/></configure>"
                                .formatted(NODE)));
        assertThat(
                        error(
                                ownerSet(
                                        castle.hamlet,
                                        "<configure node='%s'>%s</configure>"
                                                .formatted(
                                                        NODE,
                                                        form("#node_config", "max_items", "-1")))))
                .isEqualTo("not-acceptable");
    }

    @Test
    @Spec("XEP-0060 8.2.5.3")
    void changesOfTheConfigurationAreToldWhereTheyAreToBe() {
        castle.create();
        subscribe(castle.francisco);
        castle.configure("title", "Quiet");
        assertThat(messages(castle.francisco)).isEmpty();
        castle.configure("notify_config", "1", "title", "Loud");
        FrozenElement told = event(castle.francisco);
        assertThat(told.localName()).isEqualTo("configuration");
        assertThat(told.attr("node")).isEqualTo(NODE);
        assertThat(told.asXML()).contains("<value>Loud</value>");
        castle.configure("deliver_payloads", "0");
        assertThat(event(castle.francisco).childElements()).isEmpty();
    }

    @Test
    @Spec("XEP-0060 8.3")
    void defaultsAreShownToWhoeverAsks() {
        assertThat(ok(ownerGet(castle.francisco, "<default/>")).asXML())
                .contains("pubsub#node_config")
                .contains("<field var='pubsub#access_model'");
    }

    @Test
    @Spec("XEP-0060 8.4")
    void ownersDeleteAndSubscribersHearOfIt() {
        castle.create("access_model", "authorize");
        subscribe(castle.francisco);
        assertThat(error(ownerSet(castle.francisco, "<delete node='" + NODE + "'/>")))
                .isEqualTo("forbidden");
        ok(
                ownerSet(
                        castle.hamlet,
                        "<delete node='%s'><redirect uri='xmpp:hamlet@example.org?;node=blog'/></delete>"
                                .formatted(NODE)));
        FrozenElement told = event(castle.francisco);
        assertThat(told.localName()).isEqualTo("delete");
        assertThat(told.childElements().getFirst().attr("uri"))
                .isEqualTo("xmpp:hamlet@example.org?;node=blog");
        assertThat(error(ownerSet(castle.hamlet, "<delete node='" + NODE + "'/>")))
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("XEP-0060 8.5")
    void purgingEmptiesTheNodeAndIsToldOnce() {
        castle.create();
        publish(castle.hamlet, "a", "b");
        subscribe(castle.francisco);
        event(castle.francisco);
        assertThat(error(ownerSet(castle.francisco, "<purge node='" + NODE + "'/>")))
                .isEqualTo("forbidden");
        assertThat(error(ownerSet(castle.hamlet, "<purge node='none'/>")))
                .isEqualTo("item-not-found");
        ok(ownerSet(castle.hamlet, "<purge node='" + NODE + "'/>"));
        assertThat(event(castle.francisco).localName()).isEqualTo("purge");
        assertThat(messages(castle.francisco)).isEmpty();
        assertThat(ids(items(castle.hamlet, ""))).isEmpty();
        castle.configure("persist_items", "0");
        assertThat(error(ownerSet(castle.hamlet, "<purge node='" + NODE + "'/>")))
                .isEqualTo("feature-not-implemented unsupported:persistent-items");
    }
}
