package dev.hermod.extensions.pep;

import static dev.hermod.extensions.pep.Household.PUBSUB;
import static dev.hermod.extensions.pep.Household.TUNE;
import static dev.hermod.extensions.pep.Household.error;
import static dev.hermod.extensions.pep.Household.ids;
import static dev.hermod.extensions.pep.Household.items;
import static dev.hermod.extensions.pep.Household.options;
import static dev.hermod.extensions.pep.Household.publish;
import static dev.hermod.extensions.pep.Household.published;
import static dev.hermod.extensions.pep.Household.tune;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.Spec;
import dev.hermod.extensions.pubsub.NodeHook;
import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.stanza.StanzaException;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

class PepNodesTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final Household house = new Household();

    @AfterEach
    void close() {
        house.close();
    }

    private static List<String> read(TestClient by, String node) {
        FrozenElement answer = items(by, "juliet@example.org", node);
        return "result".equals(answer.attr("type")) ? ids(answer) : List.of(error(answer));
    }

    @Test
    @Spec("XEP-0163 3")
    void publishingMakesTheNode() {
        TestClient juliet = house.server.login("juliet", "balcony");
        FrozenElement answer = juliet.ask(publish(TUNE, "a", tune("x"), ""));
        FrozenElement pubsub = requireNonNull(answer.child("pubsub", PUBSUB));
        FrozenElement publish = requireNonNull(pubsub.child("publish", PUBSUB));
        assertThat(publish.attr("node")).isEqualTo(TUNE);
        assertThat(publish.childElements().getFirst().attr("id")).isEqualTo("a");
        assertThat(ids(items(juliet, null, TUNE))).containsExactly("a");
        assertThat(ids(items(juliet, "juliet@example.org", TUNE))).containsExactly("a");
    }

    @Test
    @Spec("XEP-0163 5")
    void nodesAreForThoseWhoReceivePresenceAndKeepOneItem() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient romeo = house.server.login("romeo", "orchard");
        TestClient stranger = house.server.login("paris", "street");
        juliet.ask(publish(TUNE, "a", tune("x"), ""));
        juliet.ask(publish(TUNE, "b", tune("y"), ""));

        assertThat(read(romeo, TUNE)).containsExactly("b");
        assertThat(read(stranger, TUNE))
                .containsExactly("not-authorized presence-subscription-required");
        juliet.logout();
        assertThat(read(romeo, TUNE)).containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu.siacs.conversations.axolotl.devicelist",
                "eu.siacs.conversations.axolotl.bundles:31415",
                "urn:xmpp:omemo:2:devices",
                "urn:xmpp:omemo:2:bundles"
            })
    @Spec("XEP-0384 5.3")
    void keysForSecretsAreForEverybodyWithoutAnyConfiguration(String node) {
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient stranger = house.server.login("paris", "street");
        assertThat(juliet.ask(publish(node, "current", "<x xmlns='urn:x'/>", "")).attr("type"))
                .isEqualTo("result");
        assertThat(
                        juliet.ask(
                                        publish(
                                                node,
                                                "current",
                                                "<x xmlns='urn:x'/>",
                                                options("access_model", "open")))
                                .attr("type"))
                .isEqualTo("result");
        assertThat(read(stranger, node)).containsExactly("current");
    }

    @Test
    @Spec("XEP-0384 5.3.2")
    void bundlesOfAllDevicesStay() {
        TestClient juliet = house.server.login("juliet", "balcony");
        for (String device : List.of("1", "2", "3")) {
            juliet.ask(
                    publish(
                            "urn:xmpp:omemo:2:bundles",
                            device,
                            "<bundle xmlns='urn:xmpp:omemo:2'/>",
                            options("max_items", "max", "access_model", "open")));
        }
        assertThat(read(juliet, "urn:xmpp:omemo:2:bundles")).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"urn:xmpp:bookmarks:1", "urn:xmpp:mds:displayed:0", "storage:bookmarks"})
    @Spec("XEP-0223 4")
    void privateThingsArePrivateWithoutAnyConfiguration(String node) {
        house.friends("juliet", "romeo");
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient romeo = house.server.login("romeo", "orchard");
        juliet.ask(publish(node, "a", "<x xmlns='urn:x'/>", ""));
        assertThat(read(romeo, node)).containsExactly("not-allowed closed-node");
        assertThat(read(juliet, node)).containsExactly("a");
    }

    @Test
    @Spec("XEP-0402 4.1")
    void allBookmarksStayAndComeInOneAnswer() {
        TestClient juliet = house.server.login("juliet", "balcony");
        for (int i = 0; i < 150; i++) {
            FrozenElement answer =
                    juliet.ask(
                            publish(
                                    "urn:xmpp:bookmarks:1",
                                    "room" + i + "@conference.example.org",
                                    "<conference xmlns='urn:xmpp:bookmarks:1'/>",
                                    options(
                                            "persist_items",
                                            "true",
                                            "max_items",
                                            "max",
                                            "send_last_published_item",
                                            "never",
                                            "access_model",
                                            "whitelist")));
            assertThat(answer.attr("type")).isEqualTo("result");
        }
        assertThat(read(juliet, "urn:xmpp:bookmarks:1")).hasSize(150);
    }

    @Test
    @Spec("XEP-0060 7.1.5")
    void optionsConfigureANewNodeAndArePreconditionsOfAnother() {
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient stranger = house.server.login("paris", "street");
        juliet.ask(publish(TUNE, "a", tune("x"), options("access_model", "open")));
        assertThat(read(stranger, TUNE)).containsExactly("a");

        FrozenElement unmet =
                juliet.ask(publish(TUNE, "b", tune("x"), options("access_model", "whitelist")));
        assertThat(error(unmet)).isEqualTo("conflict precondition-not-met");
        assertThat(error(juliet.ask(publish(TUNE, "b", tune("x"), options("unknown", "1")))))
                .isEqualTo("conflict precondition-not-met");
        assertThat(
                        error(
                                juliet.ask(
                                        publish(
                                                "urn:new",
                                                "b",
                                                "<x xmlns='urn:x'/>",
                                                options("unknown", "1")))))
                .isEqualTo("conflict precondition-not-met");
        assertThat(read(juliet, TUNE)).containsExactly("a");
        assertThat(read(juliet, "urn:new")).containsExactly("item-not-found");
    }

    @Test
    @Spec("XEP-0163 2.2")
    void onlyTheOwnerPublishes() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient romeo = house.server.login("romeo", "orchard");
        published(juliet, "x");
        String foreign =
                publish(TUNE, "b", tune("evil"), "").replace("<iq", "<iq to='juliet@example.org'");
        assertThat(error(romeo.ask(foreign))).isEqualTo("forbidden");
        assertThat(
                        error(
                                romeo.ask(
                                        publish("urn:new", "b", tune("evil"), "")
                                                .replace("<iq", "<iq to='juliet@example.org'"))))
                .isEqualTo("item-not-found");
    }

    @Test
    @Spec("RFC 6121 8.5.1")
    void accountThatDoesNotExistLooksLikeOneWithoutTheNode() {
        house.server.account("juliet");
        TestClient stranger = house.server.login("paris", "street");
        FrozenElement there = items(stranger, "juliet@example.org", TUNE);
        FrozenElement nobody = items(stranger, "nobody@example.org", TUNE);
        assertThat(error(there)).isEqualTo("item-not-found");
        assertThat(nobody.with("from", null)).isEqualTo(there.with("from", null));
    }

    @Test
    @Spec("XEP-0163 6.1")
    void accountSaysThatItIsAService() {
        TestClient juliet = house.server.login("juliet", "balcony");
        String info =
                juliet.ask("<iq type='get' id='d'><query xmlns='" + INFO + "'/></iq>").asXML();
        assertThat(info).contains("category='pubsub' type='pep'");
        for (String feature :
                List.of(
                        "access-presence",
                        "auto-create",
                        "auto-subscribe",
                        "filtered-notifications",
                        "publish-options",
                        "multi-items",
                        "config-node-max",
                        "pubsub-on-a-jid")) {
            assertThat(info).contains("var='" + PUBSUB + "#" + feature + "'");
        }
    }

    @Test
    @Spec("XEP-0060 5.2")
    void nodesAreListedToThoseWhoMayReadThem() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient romeo = house.server.login("romeo", "orchard");
        TestClient stranger = house.server.login("paris", "street");
        published(juliet, "x");
        juliet.ask(publish("urn:xmpp:bookmarks:1", "a", "<x xmlns='urn:x'/>", ""));
        juliet.ask(publish("urn:xmpp:omemo:2:devices", "a", "<x xmlns='urn:x'/>", ""));

        assertThat(nodes(juliet))
                .containsExactly(TUNE, "urn:xmpp:bookmarks:1", "urn:xmpp:omemo:2:devices");
        assertThat(nodes(romeo)).containsExactly(TUNE, "urn:xmpp:omemo:2:devices");
        assertThat(nodes(stranger)).containsExactly("urn:xmpp:omemo:2:devices");
    }

    private static List<String> nodes(TestClient by) {
        FrozenElement answer =
                by.ask(
                        "<iq type='get' id='d' to='juliet@example.org'><query xmlns='"
                                + ITEMS
                                + "'/></iq>");
        return requireNonNull(answer.child("query", ITEMS)).childElements().stream()
                .filter(item -> item.attr("node") != null)
                .map(item -> String.valueOf(item.attr("node")))
                .toList();
    }

    @Test
    @Spec("XEP-0060 5.3")
    void nodesAreDescribedToThoseWhoMayReadThem() {
        house.friends("juliet", "romeo");
        TestClient juliet = house.server.login("juliet", "balcony");
        TestClient romeo = house.server.login("romeo", "orchard");
        TestClient stranger = house.server.login("paris", "street");
        published(juliet, "x");
        String question =
                "<iq type='get' id='d' to='juliet@example.org'><query xmlns='%s' node='%s'/></iq>";

        String told = romeo.ask(question.formatted(INFO, TUNE)).asXML();
        assertThat(told)
                .contains("type='leaf'")
                .contains("pubsub#meta-data")
                .contains("pubsub#access_model");
        assertThat(error(stranger.ask(question.formatted(INFO, TUNE))))
                .isEqualTo("service-unavailable");
        FrozenElement items = romeo.ask(question.formatted(ITEMS, TUNE));
        FrozenElement item = requireNonNull(items.child("query", ITEMS)).childElements().getFirst();
        assertThat(item.attr("name")).isEqualTo("current");
        assertThat(item.attr("node")).isNull();
    }

    @Test
    @Spec("XEP-0060 8.6")
    void ownersApproveByAMessageToThemselves() {
        TestClient juliet = house.online("juliet", "balcony");
        TestClient paris = house.online("paris", "street");
        juliet.ask(publish(TUNE, "a", tune("x"), options("access_model", "authorize")));
        assertThat(
                        paris.ask(
                                        "<iq type='set' id='s' to='juliet@example.org'><pubsub xmlns='%s'><subscribe node='%s' jid='paris@example.org'/></pubsub></iq>"
                                                .formatted(PUBSUB, TUNE))
                                .asXML())
                .contains("subscription='pending'");
        FrozenElement question = juliet.next(stanza -> stanza.localName().equals("message"));
        assertThat(question.asXML()).contains("subscribe_authorization");
        juliet.send(
                "<message to='juliet@example.org'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s#subscribe_authorization</value></field><field var='pubsub#node'><value>%s</value></field><field var='pubsub#subscriber_jid'><value>paris@example.org</value></field><field var='pubsub#allow'><value>1</value></field></x></message>"
                        .formatted(PUBSUB, TUNE));
        assertThat(Household.event(paris).asXML()).contains("subscription='subscribed'");
        assertThat(read(paris, TUNE)).containsExactly("a");
    }

    /// Hears, and refuses what is called bad.
    private static final class Listening implements NodeHook {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void publishing(JID account, String node, List<NodeItem> items)
                throws StanzaException {
            if (items.getFirst().id().equals("bad")) {
                throw new StanzaException(PacketError.Condition.not_acceptable);
            }
        }

        @Override
        public void published(JID account, String node, List<NodeItem> items) {
            heard.add("+" + items.getFirst().id() + " " + items.getFirst().publisher());
        }

        @Override
        public void retracted(JID account, String node, List<String> ids) {
            heard.add("-" + ids.getFirst());
        }

        @Override
        public void emptied(JID account, String node) {
            heard.add("0");
        }
    }

    @Test
    void otherFeaturesHearOfChangesAndMayRefuseThem() {
        Listening hook = new Listening();
        house.pep.onChange(TUNE, hook);
        TestClient juliet = house.server.login("juliet", "balcony");

        published(juliet, "x");
        assertThat(error(juliet.ask(publish(TUNE, "bad", tune("x"), ""))))
                .isEqualTo("not-acceptable");
        juliet.ask(
                "<iq type='set' id='r'><pubsub xmlns='%s'><retract node='%s'><item id='current'/></retract></pubsub></iq>"
                        .formatted(PUBSUB, TUNE));
        juliet.ask(
                "<iq type='set' id='r'><pubsub xmlns='%s'><purge node='%s'/></pubsub></iq>"
                        .formatted(Household.OWNER, TUNE));

        assertThat(hook.heard)
                .containsExactly("+current juliet@example.org/balcony", "-current", "0");
    }

    @Test
    void otherFeaturesPublishAndReadAsTheAccount() throws StanzaException {
        JID juliet = house.server.account("juliet");
        FrozenElement payload = FrozenElement.named("x", "urn:x").text("1").build();
        TestClient romeo = house.server.login("romeo", "orchard");

        house.pep.publish(juliet, "urn:n", "a", payload);

        assertThat(house.pep.item(juliet, "urn:n", "a").orElseThrow().payload()).isEqualTo(payload);
        assertThat(house.pep.newest(juliet, "urn:n", 5)).hasSize(1);
        assertThat(house.pep.readable(juliet, "urn:n", romeo.address())).isFalse();
        assertThat(house.pep.readable(juliet, "urn:n", juliet)).isTrue();
        assertThat(house.pep.retract(juliet, "urn:n", "a")).isTrue();
        assertThat(house.pep.retract(juliet, "urn:n", "a")).isFalse();
        assertThatThrownBy(() ->
                        house.pep.publish(
                                TestServer.jid("nobody@example.org"), "urn:n", "a", payload))
                .isInstanceOf(StanzaException.class);
    }
}
