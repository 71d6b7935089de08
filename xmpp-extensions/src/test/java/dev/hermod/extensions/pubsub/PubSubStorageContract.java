package dev.hermod.extensions.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.Creation;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemPage;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.LastItem;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.extensions.pubsub.PubSubStorage.NodePage;
import dev.hermod.extensions.pubsub.PubSubStorage.NodeWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.extensions.pubsub.PubSubStorage.Placed;
import dev.hermod.extensions.pubsub.PubSubStorage.Room;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.testing.TestServer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/// What every storage of nodes does.
public interface PubSubStorageContract {
    JID ROMEO = TestServer.jid("romeo@example.net");
    JID NURSE = TestServer.jid("nurse@example.net");
    Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");
    Room ROOMY = new Room(1_000, false);
    int MANY = 1_000;

    PubSubStorage nodes();

    /// A new account.
    JID account();

    void removeAccount(JID account);

    private static JID service() {
        return TestServer.jid("pubsub." + UUID.randomUUID() + ".example.org");
    }

    private static Node node(String id) {
        return new Node(id, ROMEO, NOW, "config", 0);
    }

    private JID with(String node, Affiliate... affiliates) {
        JID owner = account();
        assertThat(nodes().create(owner, node(node), List.of(affiliates), MANY))
                .isEqualTo(Creation.CREATED);
        return owner;
    }

    private static Item item(String id, @Nullable String payload) {
        return new Item(id, TestServer.jid("romeo@example.net/orchard"), NOW, payload);
    }

    private void publish(JID owner, String node, String... ids) {
        for (String id : ids) {
            assertThat(nodes().publish(owner, node, List.of(item(id, "<" + id + "/>")), ROOMY))
                    .isEqualTo(new PubSubStorage.Publishing(true, List.of()));
        }
    }

    private static ItemWindow window(
            Order order,
            boolean descending,
            @Nullable String after,
            @Nullable String before,
            int most) {
        return new ItemWindow(order, descending, after, before, most, 1_000_000);
    }

    private List<String> ids(JID owner, String node, ItemWindow window) {
        return nodes().page(owner, node, window).items().stream().map(Item::id).toList();
    }

    private List<String> all(JID owner, String node) {
        return ids(owner, node, window(Order.MODIFICATION, false, null, null, MANY));
    }

    @Test
    default void whatWasCreatedIsFound() {
        JID owner = with("n", new Affiliate(ROMEO, Affiliation.PUBLISHER));

        assertThat(nodes().find(owner, "n", ROMEO))
                .contains(new PubSubStorage.Seen(node("n"), Affiliation.PUBLISHER));
        assertThat(nodes().find(owner, "n", NURSE).orElseThrow().asker())
                .isEqualTo(Affiliation.NONE);
        assertThat(nodes().find(owner, "other", ROMEO)).isEmpty();
        assertThat(nodes().find(account(), "n", ROMEO)).isEmpty();
    }

    @Test
    default void aNodeIsCreatedOnce() {
        JID owner = with("n");
        assertThat(nodes().create(owner, node("n"), List.of(), MANY)).isEqualTo(Creation.EXISTS);
    }

    @Test
    default void servicesHaveNodesWithoutBeingAccounts() {
        JID service = service();
        assertThat(nodes().find(service, "n", ROMEO)).isEmpty();
        assertThat(nodes().create(service, node("n"), List.of(), MANY)).isEqualTo(Creation.CREATED);
        assertThat(nodes().create(service, node("m"), List.of(), MANY)).isEqualTo(Creation.CREATED);
        assertThat(nodes().find(service, "n", ROMEO)).isPresent();
    }

    @Test
    default void whoHasNoAccountHasNoNodes() {
        JID nobody = TestServer.jid(UUID.randomUUID() + "@example.org");
        assertThat(nodes().create(nobody, node("n"), List.of(), MANY)).isEqualTo(Creation.NO_OWNER);
        assertThat(nodes().publish(nobody, "n", List.of(item("a", null)), ROOMY).done()).isFalse();
    }

    @Test
    default void nodesOfAnOwnerAreCounted() {
        JID owner = with("n");
        assertThat(nodes().create(owner, node("m"), List.of(), 1)).isEqualTo(Creation.TOO_MANY);
        assertThat(nodes().create(owner, node("m"), List.of(), 2)).isEqualTo(Creation.CREATED);
        nodes().delete(owner, "n", null);
        assertThat(nodes().create(owner, node("o"), List.of(), 2)).isEqualTo(Creation.CREATED);
    }

    @Test
    default void configurationIsChangedAndItemsAboveItGo() {
        JID owner = with("n");
        publish(owner, "n", "a", "b", "c");
        nodes().configure(owner, "n", "other", 2);

        Node changed = nodes().find(owner, "n", ROMEO).orElseThrow().node();
        assertThat(changed.config()).isEqualTo("other");
        assertThat(changed.items()).isEqualTo(2);
        assertThat(all(owner, "n")).containsExactly("b", "c");
    }

    @Test
    default void aDeletedNodeTakesEverythingWithIt() {
        JID owner = with("n", new Affiliate(ROMEO, Affiliation.MEMBER));
        publish(owner, "n", "a");
        nodes().subscribe(owner, subscription("n", NURSE, State.SUBSCRIBED), MANY);

        assertThat(nodes().delete(owner, "n", null)).isTrue();
        assertThat(nodes().delete(owner, "n", null)).isFalse();
        assertThat(nodes().create(owner, node("n"), List.of(), MANY)).isEqualTo(Creation.CREATED);

        assertThat(all(owner, "n")).isEmpty();
        assertThat(nodes().affiliates(owner, "n")).isEmpty();
        assertThat(nodes().subscriptions(owner, "n")).isEmpty();
    }

    @Test
    default void nodesAreListedInPages() {
        JID owner = with("b");
        for (String id : List.of("d", "a", "e", "c", "ä")) {
            nodes().create(owner, node(id), List.of(), MANY);
        }
        assertThat(nodeIds(owner, new NodeWindow(null, null, 2))).containsExactly("a", "b");
        assertThat(nodeIds(owner, new NodeWindow("b", null, 2))).containsExactly("c", "d");
        assertThat(nodeIds(owner, new NodeWindow(null, "d", 2))).containsExactly("b", "c");
        assertThat(nodeIds(owner, new NodeWindow(null, "", 2))).containsExactly("e", "ä");
        assertThat(nodes().nodes(owner, new NodeWindow("c", null, 0)))
                .isEqualTo(new NodePage(List.of(), 6));
    }

    private List<String> nodeIds(JID owner, NodeWindow window) {
        return nodes().nodes(owner, window).nodes().stream().map(Node::id).toList();
    }

    @Test
    default void affiliationsAreChangedAllOrNone() {
        JID owner =
                with(
                        "n",
                        new Affiliate(ROMEO, Affiliation.OWNER),
                        new Affiliate(NURSE, Affiliation.MEMBER));
        JID tybalt = TestServer.jid("tybalt@example.net");

        assertThat(
                        nodes().affiliate(
                                        owner,
                                        "n",
                                        List.of(
                                                new Affiliate(NURSE, Affiliation.NONE),
                                                new Affiliate(tybalt, Affiliation.OUTCAST)),
                                        2))
                .isTrue();
        assertThat(
                        nodes().affiliate(
                                        owner,
                                        "n",
                                        List.of(new Affiliate(NURSE, Affiliation.MEMBER)),
                                        2))
                .isFalse();

        assertThat(nodes().affiliates(owner, "n"))
                .containsExactly(
                        new Affiliate(ROMEO, Affiliation.OWNER),
                        new Affiliate(tybalt, Affiliation.OUTCAST));
        assertThat(nodes().affiliations(owner, tybalt)).isEqualTo(Map.of("n", Affiliation.OUTCAST));
        assertThat(nodes().affiliations(owner, NURSE)).isEmpty();
    }

    private static Subscription subscription(String node, JID jid, State state) {
        return new Subscription(node, jid, "subid", state, "options", null);
    }

    @Test
    default void anAddressHasOneSubscriptionANode() {
        JID owner = with("n");
        nodes().create(owner, node("m"), List.of(), MANY);
        JID full = TestServer.jid("nurse@example.net/room");
        Subscription pending = subscription("n", NURSE, State.PENDING);
        Subscription leased =
                new Subscription("n", NURSE, "other", State.SUBSCRIBED, "", NOW.plusSeconds(5));
        Subscription byResource = subscription("m", full, State.SUBSCRIBED);

        assertThat(nodes().subscribe(owner, pending, 1)).isTrue();
        assertThat(nodes().subscribe(owner, leased, 1)).isTrue();
        assertThat(nodes().subscribe(owner, subscription("n", ROMEO, State.PENDING), 1)).isFalse();
        assertThat(nodes().subscribe(owner, byResource, 1)).isTrue();
        assertThat(nodes().subscribe(owner, subscription("none", NURSE, State.PENDING), 1))
                .isFalse();

        assertThat(nodes().subscriptions(owner, "n")).containsExactly(leased);
        assertThat(nodes().subscriptionsOf(owner, NURSE))
                .containsExactlyInAnyOrder(leased, byResource);

        nodes().unsubscribe(owner, "n", NURSE);
        assertThat(nodes().subscriptions(owner, "n")).isEmpty();
        assertThat(nodes().subscriptionsOf(owner, NURSE)).containsExactly(byResource);
    }

    @Test
    default void aDeletedNodeSaysWhereItHasMovedUntilThereIsOneAgain() {
        JID owner = with("n");
        publish(owner, "n", "a");
        assertThat(nodes().moved(owner, "n")).isEmpty();

        assertThat(nodes().delete(owner, "n", "xmpp:there")).isTrue();

        assertThat(nodes().moved(owner, "n"))
                .contains(new PubSubStorage.Moved(node("n"), "xmpp:there"));
        assertThat(nodes().moved(owner, "m")).isEmpty();
        assertThat(nodes().moved(account(), "n")).isEmpty();
        nodes().create(owner, node("n"), List.of(), MANY);
        assertThat(nodes().moved(owner, "n")).isEmpty();
    }

    @Test
    default void temporarySubscriptionsAreFoundByTheirSubscriber() {
        JID one = with("n");
        JID other = with("m");
        JID bare = account();
        JID full = TestServer.jid(bare + "/r");
        Subscription temporary =
                new Subscription("n", full, "", State.SUBSCRIBED, "1 items 1 presence", null);
        nodes().subscribe(one, temporary, MANY);
        nodes().subscribe(other, subscription("m", bare, State.SUBSCRIBED), MANY);

        assertThat(nodes().temporary()).contains(bare);
        assertThat(nodes().subscriptionsOf(bare))
                .isEqualTo(
                        Map.of(
                                one,
                                List.of(temporary),
                                other,
                                List.of(subscription("m", bare, State.SUBSCRIBED))));
        nodes().unsubscribe(one, "n", full);
        assertThat(nodes().temporary()).doesNotContain(bare);
    }

    @Test
    default void anOwnerIsToldWhichOfTheirOwnNodesSomebodyWaitsFor() {
        JID owner = with("n");
        nodes().create(owner, node("m"), List.of(), MANY);
        nodes().subscribe(owner, subscription("n", ROMEO, State.PENDING), MANY);
        nodes().subscribe(owner, subscription("m", ROMEO, State.SUBSCRIBED), MANY);
        assertThat(nodes().pending(owner, owner)).containsExactly("n");
    }

    @Test
    default void ownersAreToldWhichNodesSomebodyWaitsFor() {
        JID service = service();
        Affiliate owner = new Affiliate(ROMEO, Affiliation.OWNER);
        for (String id : List.of("waited", "quiet")) {
            nodes().create(service, node(id), List.of(owner), MANY);
        }
        nodes().create(service, node("others"), List.of(), MANY);
        nodes().subscribe(service, subscription("waited", NURSE, State.PENDING), MANY);
        nodes().subscribe(service, subscription("quiet", NURSE, State.SUBSCRIBED), MANY);
        nodes().subscribe(service, subscription("others", NURSE, State.PENDING), MANY);

        assertThat(nodes().pending(service, ROMEO)).containsExactly("waited");
        assertThat(nodes().pending(service, NURSE)).isEmpty();
    }

    @Test
    default void itemsAreReadAsTheyWerePublished() {
        JID owner = with("n");
        Item full = item("ä 🌹", "<a xmlns='urn:a'>&lt;🌹</a>");
        Item bare = item("b", null);
        nodes().publish(owner, "n", List.of(full, bare), ROOMY);

        assertThat(nodes().items(owner, "n", List.of("b", "none", "ä 🌹")))
                .containsExactly(bare, full);
        ItemPage page = nodes().page(owner, "n", window(Order.MODIFICATION, false, null, null, 10));
        assertThat(page).isEqualTo(new ItemPage(true, List.of(full, bare), 2, true));
    }

    @Test
    default void anItemOfTheSameIdIsReplacedAndBecomesTheNewest() {
        JID owner = with("n");
        publish(owner, "n", "a", "b", "c");
        nodes().publish(owner, "n", List.of(item("a", "<new/>")), new Room(3, true));

        assertThat(all(owner, "n")).containsExactly("b", "c", "a");
        assertThat(nodes().items(owner, "n", List.of("a"))).containsExactly(item("a", "<new/>"));
        assertThat(nodes().find(owner, "n", ROMEO).orElseThrow().node().items()).isEqualTo(3);
    }

    @Test
    default void theOldestItemsMakeRoom() {
        JID owner = with("n");
        publish(owner, "n", "a", "b");

        assertThat(
                        nodes().publish(
                                        owner,
                                        "n",
                                        List.of(item("c", null), item("d", null)),
                                        new Room(2, false)))
                .isEqualTo(new PubSubStorage.Publishing(true, List.of("a", "b")));
        assertThat(all(owner, "n")).containsExactly("c", "d");
    }

    @Test
    default void aFullNodeRefusesAllWhereItIsToRefuse() {
        JID owner = with("n");
        publish(owner, "n", "a", "b");

        assertThat(
                        nodes().publish(
                                        owner,
                                        "n",
                                        List.of(item("a", "<x/>"), item("c", null)),
                                        new Room(2, true))
                                .done())
                .isFalse();
        assertThat(all(owner, "n")).containsExactly("a", "b");
        assertThat(nodes().items(owner, "n", List.of("a"))).containsExactly(item("a", "<a/>"));
    }

    @Test
    default void itemsAreRetractedAllOrNone() {
        JID owner = with("n");
        publish(owner, "n", "a", "b", "c");

        assertThat(nodes().retract(owner, "n", List.of("a", "none"))).isFalse();
        assertThat(nodes().retract(owner, "n", List.of("a", "c"))).isTrue();
        assertThat(nodes().retract(owner, "other", List.of("a"))).isFalse();

        assertThat(all(owner, "n")).containsExactly("b");
        assertThat(nodes().find(owner, "n", ROMEO).orElseThrow().node().items()).isEqualTo(1);
    }

    @Test
    default void purgedNodeIsEmptyAndTakesItems() {
        JID owner = with("n");
        publish(owner, "n", "a", "b");
        nodes().purge(owner, "n");
        assertThat(all(owner, "n")).isEmpty();
        assertThat(nodes().find(owner, "n", ROMEO).orElseThrow().node().items()).isZero();
        publish(owner, "n", "b");
        assertThat(all(owner, "n")).containsExactly("b");
    }

    @Test
    default void whatIsTooOldExpires() {
        JID owner = with("n");
        for (int i = 0; i < 250; i++) {
            Item item = new Item("i" + i, ROMEO, NOW.plusSeconds(i), null);
            nodes().publish(owner, "n", List.of(item), ROOMY);
        }
        nodes().expire(owner, "n", NOW.plusSeconds(240));
        assertThat(all(owner, "n")).hasSize(10).startsWith("i240");
        assertThat(nodes().find(owner, "n", ROMEO).orElseThrow().node().items()).isEqualTo(10);
    }

    @Test
    default void pagesGoForwardAndBackwardInEveryOrder() {
        JID owner = with("n");
        publish(owner, "n", "a", "b", "c", "d", "c", "a");
        Order created = Order.CREATION;
        Order modified = Order.MODIFICATION;

        assertThat(ids(owner, "n", window(created, false, null, null, 2)))
                .containsExactly("a", "b");
        assertThat(ids(owner, "n", window(created, false, "b", null, 2))).containsExactly("c", "d");
        assertThat(ids(owner, "n", window(created, true, null, null, 2))).containsExactly("d", "c");
        assertThat(ids(owner, "n", window(created, true, "c", null, 2))).containsExactly("b", "a");
        assertThat(ids(owner, "n", window(created, true, null, "a", 2))).containsExactly("c", "b");
        assertThat(ids(owner, "n", window(modified, false, null, null, 2)))
                .containsExactly("b", "d");
        assertThat(ids(owner, "n", window(modified, false, "d", null, 2)))
                .containsExactly("c", "a");
        assertThat(ids(owner, "n", window(modified, false, null, "", 3)))
                .containsExactly("d", "c", "a");
        assertThat(ids(owner, "n", window(modified, false, null, "c", 1))).containsExactly("d");
        assertThat(ids(owner, "n", window(modified, true, null, "", 2))).containsExactly("d", "b");
    }

    @Test
    default void aPageSaysWhetherItIsTheLast() {
        JID owner = with("n");
        publish(owner, "n", "a", "b", "c");

        assertThat(page(owner, null, null, 2)).isEqualTo(List.of(false, true, 3L));
        assertThat(page(owner, "a", null, 2)).isEqualTo(List.of(true, true, 3L));
        assertThat(page(owner, null, "", 2)).isEqualTo(List.of(false, true, 3L));
        assertThat(page(owner, null, "c", 2)).isEqualTo(List.of(true, true, 3L));
        assertThat(page(owner, null, null, 0)).isEqualTo(List.of(false, true, 3L));
        assertThat(page(owner, "none", null, 2).get(1)).isEqualTo(false);
        assertThat(page(owner, null, "none", 2).get(1)).isEqualTo(false);
    }

    private List<Object> page(
            JID owner, @Nullable String after, @Nullable String before, int most) {
        ItemPage page =
                nodes().page(owner, "n", window(Order.MODIFICATION, false, after, before, most));
        return Arrays.asList(page.complete(), page.found(), page.total());
    }

    @Test
    default void aPageHasSoManyBytesAndOneItemAtLeast() {
        JID owner = with("n");
        for (String id : List.of("a", "b", "c")) {
            Item item = item(id, "<x>" + "y".repeat(1_000) + "</x>");
            nodes().publish(owner, "n", List.of(item), ROOMY);
        }
        Order order = Order.MODIFICATION;
        assertThat(ids(owner, "n", new ItemWindow(order, false, null, null, 10, 1)))
                .containsExactly("a");
        assertThat(ids(owner, "n", new ItemWindow(order, false, null, "", 10, 1_500)))
                .containsExactly("b", "c");
    }

    @Test
    default void lastItemsOfManyOwnersAreFoundAtOnce() {
        JID juliet = with("tune");
        nodes().create(juliet, node("mood"), List.of(), MANY);
        nodes().create(juliet, node("empty"), List.of(), MANY);
        JID nurse = with("tune");
        publish(juliet, "tune", "a", "b");
        publish(juliet, "mood", "c");
        publish(nurse, "tune", "d");
        nodes().affiliate(nurse, "tune", List.of(new Affiliate(ROMEO, Affiliation.MEMBER)), MANY);

        List<LastItem> found =
                nodes().last(
                                List.of(juliet, nurse, account()),
                                List.of("tune", "empty", "none"),
                                ROMEO);

        assertThat(found)
                .extracting(
                        LastItem::owner,
                        one -> one.node().id(),
                        one -> one.item().id(),
                        LastItem::asker)
                .containsExactlyInAnyOrder(
                        tuple(juliet, "tune", "b", Affiliation.NONE),
                        tuple(nurse, "tune", "d", Affiliation.MEMBER));
    }

    @Test
    default void itemsAboveAPositionAreReadOnWhileOthersPublish() {
        JID owner = with("n");
        publish(owner, "n", "a", "b", "c");
        List<Placed> first = nodes().above(owner, "n", 0, 2, 1_000_000);
        publish(owner, "n", "b", "d");
        List<Placed> rest = nodes().above(owner, "n", first.getLast().position(), 10, 1_000_000);

        assertThat(first).extracting(one -> one.item().id()).containsExactly("a", "b");
        assertThat(rest).extracting(one -> one.item().id()).containsExactly("c", "b", "d");
        assertThat(rest).extracting(Placed::position).isSorted();
        assertThat(nodes().above(owner, "n", 0, 10, 5))
                .extracting(one -> one.item().id())
                .containsExactly("a", "c");
        assertThat(nodes().above(owner, "n", 0, 10, 1)).hasSize(1);
        assertThat(nodes().above(owner, "n", rest.getLast().position(), 10, 100)).isEmpty();
        assertThat(nodes().above(owner, "none", 0, 10, 100)).isEmpty();
    }

    @Test
    default void removedAccountLeavesItsNodesAndItsPlaceInOthers() {
        JID gone = account();
        nodes().create(gone, node("n"), List.of(), MANY);
        publish(gone, "n", "a");
        JID service = service();
        nodes().create(service, node("n"), List.of(new Affiliate(gone, Affiliation.OWNER)), MANY);
        nodes().create(service, node("m"), List.of(new Affiliate(gone, Affiliation.OUTCAST)), MANY);
        nodes().subscribe(service, subscription("n", gone, State.SUBSCRIBED), MANY);

        removeAccount(gone);

        assertThat(nodes().find(gone, "n", ROMEO)).isEmpty();
        assertThat(nodes().affiliations(service, gone)).isEqualTo(Map.of("m", Affiliation.OUTCAST));
        assertThat(nodes().subscriptions(service, "n")).isEmpty();
    }
}
