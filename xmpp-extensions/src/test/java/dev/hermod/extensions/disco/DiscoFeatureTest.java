package dev.hermod.extensions.disco;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.DiscoNode;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.DomainService;
import dev.hermod.feature.Identity;
import dev.hermod.feature.IqRequest;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

class DiscoFeatureTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final TestServer server =
            TestServer.with(
                    new DiscoFeature(),
                    on -> {
                        on.serve("conference.example.org", _ -> {});
                        on.serve("elsewhere.example.com", _ -> {});
                        on.serve("away.example.org", new AwayService());
                        on.discoNode(DiscoTarget.SERVER, new OneNode());
                        on.discoNode(DiscoTarget.ACCOUNT, new OneNode());
                    });
    private final TestClient romeo = server.login("romeo", "orchard");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void serverSaysWhatItIs() {
        FrozenElement query = result(ask("example.org", INFO, ""), INFO);
        FrozenElement identity = requireNonNull(query.child("identity", INFO));
        assertThat(identity.attr("category")).isEqualTo("server");
        assertThat(identity.attr("type")).isEqualTo("im");
        assertThat(identity.attr("name")).isEqualTo("Hermod");
        assertThat(vars(query)).containsExactly(INFO, ITEMS);
    }

    @Test
    void serverListsServicesBelowItsDomainAndThoseBelowNoDomainOfOurs() {
        FrozenElement query = result(ask("example.org", ITEMS, ""), ITEMS);
        assertThat(jids(query)).containsExactly("conference.example.org", "elsewhere.example.com");
    }

    /// A component that is not connected.
    private static final class AwayService implements DomainService {
        @Override
        public void receive(Packet stanza) {}

        @Override
        public boolean available() {
            return false;
        }
    }

    @Test
    void ownAccountSaysThatItIsRegistered() {
        FrozenElement query = result(ask("romeo@example.org", INFO, ""), INFO);
        FrozenElement identity = requireNonNull(query.child("identity", INFO));
        assertThat(identity.attr("category")).isEqualTo("account");
        assertThat(identity.attr("type")).isEqualTo("registered");
        assertThat(vars(query)).containsExactly(INFO, ITEMS);
    }

    @Test
    void requestWithoutAddressAsksOwnAccount() {
        FrozenElement answer =
                romeo.ask("<iq type='get' id='i1'><query xmlns='" + INFO + "'/></iq>");
        FrozenElement identity = requireNonNull(result(answer, INFO).child("identity", INFO));
        assertThat(identity.attr("category")).isEqualTo("account");
    }

    @Test
    void ownAccountListsAvailableResources() {
        server.login("romeo", "silent");
        romeo.session().presence(available());
        assertThat(jids(result(ask("romeo@example.org", ITEMS, ""), ITEMS)))
                .containsExactly("romeo@example.org/orchard");
    }

    @ParameterizedTest
    @EnumSource(
            value = Subscription.class,
            names = {"FROM", "BOTH"})
    void contactWhoReceivesPresenceSeesTheAccount(Subscription subscription) {
        TestClient juliet = server.login("juliet", "balcony");
        juliet.session().presence(available());
        subscribe(subscription);
        assertThat(result(ask("juliet@example.org", INFO, ""), INFO).child("identity", INFO))
                .isNotNull();
        assertThat(jids(result(ask("juliet@example.org", ITEMS, ""), ITEMS)))
                .containsExactly("juliet@example.org/balcony");
    }

    @ParameterizedTest
    @EnumSource(
            value = Subscription.class,
            names = {"NONE", "TO"})
    void contactWhoDoesNotReceivePresenceIsAStranger(Subscription subscription) {
        server.login("juliet", "balcony").session().presence(available());
        subscribe(subscription);
        assertThat(condition(ask("juliet@example.org", INFO, ""))).isEqualTo("service-unavailable");
        assertThat(jids(result(ask("juliet@example.org", ITEMS, ""), ITEMS))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Query.class)
    void strangerCannotTellAccountsFromNone(Query query) {
        server.login("juliet", "balcony").session().presence(available());
        String existing = ask("juliet@example.org", query.namespace, query.attributes).asXML();
        String missing = ask("nobody@example.org", query.namespace, query.attributes).asXML();
        assertThat(existing.replace("juliet", "?")).isEqualTo(missing.replace("nobody", "?"));
    }

    enum Query {
        INFO_OF_ACCOUNT(INFO, ""),
        INFO_OF_NODE(INFO, "node='any'"),
        ITEMS_OF_ACCOUNT(ITEMS, ""),
        ITEMS_OF_NODE(ITEMS, "node='any'");

        private final String namespace;
        private final String attributes;

        Query(String namespace, String attributes) {
            this.namespace = namespace;
            this.attributes = attributes;
        }
    }

    @Test
    void nodeThatAFeatureKnowsIsMirrored() {
        FrozenElement info = result(ask("example.org", INFO, "node='known'"), INFO);
        assertThat(info.attr("node")).isEqualTo("known");
        assertThat(vars(info)).containsExactly("urn:example:feature");
        FrozenElement items = result(ask("example.org", ITEMS, "node='known'"), ITEMS);
        assertThat(items.attr("node")).isEqualTo("known");
        assertThat(jids(items)).containsExactly("example.org");
    }

    @Test
    void ownAccountHasNodesToo() {
        assertThat(vars(result(ask("romeo@example.org", INFO, "node='known'"), INFO)))
                .containsExactly("urn:example:feature");
    }

    @Test
    void unknownNodeIsNotFound() {
        for (String address : List.of("example.org", "romeo@example.org")) {
            for (String namespace : List.of(INFO, ITEMS)) {
                assertThat(condition(ask(address, namespace, "node='unknown'")))
                        .isEqualTo("item-not-found");
            }
        }
    }

    @Test
    void resourceIsAskedItself() {
        TestClient juliet = server.login("juliet", "balcony");
        romeo.send(
                "<iq type='get' id='d1' to='juliet@example.org/balcony'><query xmlns='"
                        + INFO
                        + "'/></iq>");
        FrozenElement asked = juliet.next();
        assertThat(asked.attr("from")).isEqualTo("romeo@example.org/orchard");
        assertThat(asked.child("query", INFO)).isNotNull();
    }

    @Test
    void setIsNoDiscovery() {
        FrozenElement answer =
                romeo.ask(
                        "<iq type='set' id='s1' to='example.org'><query xmlns='"
                                + INFO
                                + "'/></iq>");
        assertThat(condition(answer)).isEqualTo("service-unavailable");
    }

    private void subscribe(Subscription subscription) {
        JID juliet = TestServer.jid("juliet@example.org");
        JID contact = TestServer.jid("romeo@example.org");
        RosterItem item =
                new RosterItem(contact, null, Set.of(), subscription, true, false, false, null);
        server.storage().rosters().update(juliet, contact, 10, _ -> item);
    }

    private FrozenElement ask(String to, String namespace, String attributes) {
        return romeo.ask(
                "<iq type='get' id='d1' to='"
                        + to
                        + "'><query xmlns='"
                        + namespace
                        + "' "
                        + attributes
                        + "/></iq>");
    }

    private static Presence available() {
        return Stanzas.presence(FrozenElement.named("presence", "jabber:client").build());
    }

    private static FrozenElement result(FrozenElement iq, String namespace) {
        assertThat(iq.attr("type")).isEqualTo("result");
        FrozenElement query = iq.child("query", namespace);
        return requireNonNull(query);
    }

    private static String condition(FrozenElement iq) {
        assertThat(iq.attr("type")).isEqualTo("error");
        FrozenElement error = requireNonNull(iq.child("error", "jabber:client"));
        return error.childElements().stream()
                .filter(child -> child.namespace().equals(ERRORS))
                .map(FrozenElement::localName)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> vars(FrozenElement query) {
        return query.children("feature", INFO).stream()
                .map(feature -> String.valueOf(feature.attr("var")))
                .toList();
    }

    private static List<String> jids(FrozenElement query) {
        return query.children("item", ITEMS).stream()
                .map(item -> String.valueOf(item.attr("jid")))
                .toList();
    }

    /// Knows one node.
    private static final class OneNode implements DiscoNode {
        @Override
        public Optional<DiscoInfo> info(String node, IqRequest request) {
            return known(
                    node,
                    new DiscoInfo(
                            List.of(new Identity("automation", "command-list", null)),
                            List.of("urn:example:feature")));
        }

        @Override
        public Optional<List<DiscoItem>> items(String node, IqRequest request) {
            JID item = TestServer.jid("example.org");
            return known(node, List.of(new DiscoItem(item, "part", null)));
        }

        private static <T> Optional<T> known(String node, T answer) {
            return node.equals("known") ? Optional.of(answer) : Optional.empty();
        }
    }
}
