package dev.hermod.extensions.pubsub;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage of nodes. Each belongs to an owner: an account by its bare JID, or a service by its
/// domain. All methods block; what they change is durable when they return. Nothing is found, and
/// nothing changes, where there is no such owner or node.
public interface PubSubStorage {
    /// A node.
    ///
    /// @param config as text, for whoever stored it to read
    /// @param items how many it has
    record Node(String id, JID creator, Instant created, String config, long items) {}

    /// A node as somebody meets it.
    ///
    /// @param asker what they are to it
    record Seen(Node node, Affiliation asker) {}

    /// What became of a new node.
    enum Creation {
        CREATED,
        EXISTS,
        TOO_MANY,
        NO_OWNER
    }

    /// What somebody is to a node.
    ///
    /// @param jid a bare address
    record Affiliate(JID jid, Affiliation affiliation) {}

    /// Where a subscription stands (XEP-0060 4.2).
    enum State {
        PENDING,
        SUBSCRIBED
    }

    /// A subscription; an address has one a node at most.
    ///
    /// @param jid as it was subscribed, bare or full
    /// @param options as text, for whoever stored it to read; it ends with ` presence` when the
    ///   subscription is temporary
    /// @param expires when it ends by itself, `null` for never
    record Subscription(
            String node,
            JID jid,
            String subid,
            State state,
            String options,
            @Nullable Instant expires) {}

    /// Something published.
    ///
    /// @param publisher full JID
    /// @param payload as text, `null` for none
    record Item(String id, JID publisher, Instant published, @Nullable String payload) {}

    /// What a node has room for.
    ///
    /// @param items the oldest above that many go
    /// @param rejects whether new ones are refused instead
    record Room(int items, boolean rejects) {}

    /// What became of what was to be published.
    ///
    /// @param done `false` when there was no room, or no such node
    /// @param trimmed what went instead, oldest first
    record Publishing(boolean done, List<String> trimmed) {
        public Publishing {
            trimmed = List.copyOf(trimmed);
        }
    }

    /// What items are sorted by (XEP-0413).
    enum Order {
        /// When an item of this id was published last.
        MODIFICATION,
        /// When an item of this id was published first.
        CREATION
    }

    /// Which part of a node's items is wanted.
    ///
    /// @param descending newest first
    /// @param after behind this item, `null` from the beginning
    /// @param before in front of this item, the last ones there; empty for the end, `null` to go
    ///   forward
    /// @param most how many
    /// @param bytes of payload; there is one item at least
    record ItemWindow(
            Order order,
            boolean descending,
            @Nullable String after,
            @Nullable String before,
            int most,
            long bytes) {}

    /// Some of a node's items.
    ///
    /// @param found `false` when the item to begin at is not there
    /// @param total how many the node has
    /// @param complete whether there is nothing further in the direction that was asked for
    record ItemPage(boolean found, List<Item> items, long total, boolean complete) {
        public ItemPage {
            items = List.copyOf(items);
        }
    }

    /// Which part of an owner's nodes is wanted, in the order of their ids.
    ///
    /// @param after above this id, `null` from the beginning
    /// @param before below this id, the last ones there; empty for the end, `null` to go forward
    record NodeWindow(@Nullable String after, @Nullable String before, int most) {}

    /// Some of an owner's nodes.
    ///
    /// @param total how many there are
    record NodePage(List<Node> nodes, long total) {
        public NodePage {
            nodes = List.copyOf(nodes);
        }
    }

    /// The newest item of a node, as somebody meets it.
    ///
    /// @param asker what they are to the node
    record LastItem(JID owner, Node node, Item item, Affiliation asker) {}

    /// An item and its place in the order of publishing, which it leaves for a higher one when it
    /// is published again.
    record Placed(long position, Item item) {}

    Optional<Seen> find(JID owner, String node, JID asker);

    /// Adds a node.
    ///
    /// @param most nodes of this owner
    Creation create(JID owner, Node node, Collection<Affiliate> affiliates, int most);

    /// Changes a node's configuration, and forgets the oldest items above `keep`.
    void configure(JID owner, String node, String config, int keep);

    /// Removes a node with everything in it; `false` when there is none.
    ///
    /// @param redirect URI of where to go instead, which is remembered until there is a node of
    ///   this id again or very many others have moved since; `null` for nowhere
    boolean delete(JID owner, String node, @Nullable String redirect);

    /// A node that is no more.
    ///
    /// @param node as it was, without items
    /// @param redirect URI of where to go instead
    record Moved(Node node, String redirect) {}

    Optional<Moved> moved(JID owner, String node);

    NodePage nodes(JID owner, NodeWindow window);

    /// All that have an affiliation, in the order of addresses.
    List<Affiliate> affiliates(JID owner, String node);

    /// What an address is to the nodes of an owner, by node.
    Map<String, Affiliation> affiliations(JID owner, JID jid);

    /// Changes affiliations, all or none; [Affiliation#NONE] takes one away. `false` when there
    /// would be more than `most`.
    boolean affiliate(JID owner, String node, Collection<Affiliate> changes, int most);

    /// All of a node, in the order of addresses.
    List<Subscription> subscriptions(JID owner, String node);

    /// Those of a bare address and its resources, to all nodes of an owner.
    List<Subscription> subscriptionsOf(JID owner, JID bare);

    /// Those of a bare address and its resources to nodes of anybody, by owner.
    Map<JID, List<Subscription>> subscriptionsOf(JID bare);

    /// Bare addresses that have temporary subscriptions.
    Set<JID> temporary();

    /// Adds or replaces the subscription of an address. `false` when there would be more than
    /// `most`, or there is no such node.
    boolean subscribe(JID owner, Subscription subscription, int most);

    void unsubscribe(JID owner, String node, JID jid);

    /// Those nodes of an owner that this address owns and somebody waits for. An owner owns all of
    /// their own.
    List<String> pending(JID owner, JID nodeOwner);

    /// Publishes all or none; an item of the same id is replaced and becomes the newest.
    Publishing publish(JID owner, String node, List<Item> items, Room room);

    /// Removes those items, all or none.
    ///
    /// @return `false` when one of them is not there
    boolean retract(JID owner, String node, Collection<String> ids);

    void purge(JID owner, String node);

    /// Removes what was published before.
    void expire(JID owner, String node, Instant before);

    ItemPage page(JID owner, String node, ItemWindow window);

    /// Those of these items that are there, in the order of `ids`.
    List<Item> items(JID owner, String node, List<String> ids);

    /// Items above a position, oldest first; one at least, where there is one. Who goes on behind
    /// the last one until there are no more has read every item that stays, also while others
    /// publish.
    ///
    /// @param bytes of payload
    List<Placed> above(JID owner, String node, long position, int most, long bytes);

    /// The newest item of each of these nodes of each of these owners, where there is one.
    ///
    /// @param asker bare JID of who is to be sent them
    List<LastItem> last(Collection<JID> owners, Collection<String> nodes, JID asker);
}
