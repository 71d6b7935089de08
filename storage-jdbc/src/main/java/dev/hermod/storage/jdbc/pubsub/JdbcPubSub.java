package dev.hermod.storage.jdbc.pubsub;

import dev.hermod.extensions.pubsub.Affiliation;
import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.NodeWaste;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Nodes in the tables `archive`, `pubsub_node`, `pubsub_item`, `pubsub_affiliation` and
/// `pubsub_subscription`. Whatever changes a node holds its row, so its counters are right.
public final class JdbcPubSub implements PubSubStorage {
    private final Database database;
    private final NodeWaste waste;

    public JdbcPubSub(Database database) {
        this.database = database;
        this.waste = new NodeWaste(database);
    }

    @Override
    public Optional<Seen> find(JID owner, String node, JID asker) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row ->
                                new Seen(
                                        NodeRows.read(row),
                                        PeopleRows.affiliation(row.getString("affiliation"))),
                        NodeRows.FIND,
                        asker.toString(),
                        owner.toString(),
                        node));
    }

    @Override
    public Creation create(JID owner, Node node, Collection<Affiliate> affiliates, int most) {
        return database.transactionally(connection -> {
            Creation creation = NodeRows.create(connection, owner, node, most);
            if (creation == Creation.TOO_MANY) {
                connection.rollback();
            } else if (creation == Creation.CREATED) {
                NodeRows.Locked made = NodeRows.lock(connection, owner, node.id()).orElseThrow();
                new PeopleRows(connection, made).affiliate(affiliates);
            }
            return creation;
        });
    }

    @Override
    public void configure(JID owner, String node, String config, int keep) {
        changing(
                owner,
                node,
                (connection, locked) -> {
                    Sql.update(
                            connection,
                            "UPDATE pubsub_node SET config = ? WHERE node_id = ?",
                            config,
                            locked.nodeId());
                    new ItemRows(connection, locked).keep(keep);
                    return true;
                });
    }

    @Override
    public boolean delete(JID owner, String node, @Nullable String redirect) {
        Optional<NodeRows.Locked> gone =
                database.transactionally(connection -> {
                    Optional<NodeRows.Locked> locked = NodeRows.lock(connection, owner, node);
                    if (locked.isPresent()) {
                        if (redirect != null) {
                            MovedRows.add(connection, locked.get(), redirect);
                        }
                        NodeRows.delete(connection, locked.get());
                    }
                    return locked;
                });
        gone.filter(NodeRows.Locked::large).ifPresent(large -> waste.remove(large.nodeId()));
        return gone.isPresent();
    }

    @Override
    public Optional<Moved> moved(JID owner, String node) {
        return database.call(connection ->
                Sql.first(connection, MovedRows::read, MovedRows.FIND, owner.toString(), node));
    }

    /// Changes a node in a transaction that holds it.
    @FunctionalInterface
    private interface Change {
        /// `false` undoes it.
        boolean make(Connection connection, NodeRows.Locked node) throws SQLException;
    }

    private boolean changing(JID owner, String node, Change change) {
        return database.transactionally(connection -> {
            Optional<NodeRows.Locked> locked = NodeRows.lock(connection, owner, node);
            boolean made = locked.isPresent() && change.make(connection, locked.get());
            if (!made) {
                connection.rollback();
            }
            return made;
        });
    }

    @Override
    public NodePage nodes(JID owner, NodeWindow window) {
        return database.call(connection -> NodeRows.page(connection, owner, window));
    }

    @Override
    public List<Affiliate> affiliates(JID owner, String node) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        PeopleRows::readAffiliate,
                        PeopleRows.AFFILIATES,
                        owner.toString(),
                        node));
    }

    @Override
    public Map<String, Affiliation> affiliations(JID owner, JID jid) {
        record Known(String node, Affiliation affiliation) {}
        return database
                .call(connection ->
                        Sql.list(
                                connection,
                                row ->
                                        new Known(
                                                row.getString(1),
                                                PeopleRows.affiliation(row.getString(2))),
                                PeopleRows.AFFILIATIONS,
                                jid.toString(),
                                owner.toString()))
                .stream()
                .collect(Collectors.toMap(Known::node, Known::affiliation));
    }

    @Override
    public boolean affiliate(JID owner, String node, Collection<Affiliate> changes, int most) {
        return changing(
                owner,
                node,
                (connection, locked) -> {
                    PeopleRows people = new PeopleRows(connection, locked);
                    long before = people.affiliates();
                    people.affiliate(changes);
                    long after = people.affiliates();
                    return after <= most || after <= before;
                });
    }

    @Override
    public List<Subscription> subscriptions(JID owner, String node) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        PeopleRows::readSubscription,
                        PeopleRows.SUBSCRIPTIONS,
                        owner.toString(),
                        node));
    }

    @Override
    public List<Subscription> subscriptionsOf(JID owner, JID bare) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        PeopleRows::readSubscription,
                        PeopleRows.SUBSCRIPTIONS_OF,
                        bare.toString(),
                        owner.toString()));
    }

    @Override
    public Map<JID, List<Subscription>> subscriptionsOf(JID bare) {
        record Owned(JID owner, Subscription subscription) {}
        return database
                .call(connection ->
                        Sql.list(
                                connection,
                                row ->
                                        new Owned(
                                                Jids.prepared(row.getString("owner")),
                                                PeopleRows.readSubscription(row)),
                                PeopleRows.SUBSCRIPTIONS_OF_ONE,
                                bare.toString()))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Owned::owner,
                                Collectors.mapping(Owned::subscription, Collectors.toList())));
    }

    @Override
    public Set<JID> temporary() {
        return Set.copyOf(
                database.call(connection ->
                        Sql.list(
                                connection,
                                row -> Jids.prepared(row.getString(1)),
                                PeopleRows.TEMPORARY)));
    }

    @Override
    public boolean subscribe(JID owner, Subscription subscription, int most) {
        return changing(
                owner,
                subscription.node(),
                (connection, locked) -> {
                    PeopleRows people = new PeopleRows(connection, locked);
                    long before = people.subscriptions();
                    people.subscribe(subscription);
                    return before < most || people.subscriptions() == before;
                });
    }

    @Override
    public void unsubscribe(JID owner, String node, JID jid) {
        changing(
                owner,
                node,
                (connection, locked) ->
                        Sql.update(
                                        connection,
                                        "DELETE FROM pubsub_subscription WHERE node_id = ? AND jid = ?",
                                        locked.nodeId(),
                                        jid.toString())
                                > 0);
    }

    @Override
    public List<String> pending(JID owner, JID nodeOwner) {
        return database.call(connection ->
                owner.equals(nodeOwner)
                        ? Sql.list(
                                connection,
                                row -> row.getString(1),
                                PeopleRows.PENDING_OWN,
                                owner.toString())
                        : Sql.list(
                                connection,
                                row -> row.getString(1),
                                PeopleRows.PENDING,
                                nodeOwner.toString(),
                                owner.toString()));
    }

    @Override
    public Publishing publish(JID owner, String node, List<Item> items, Room room) {
        return database.transactionally(connection -> {
            Optional<NodeRows.Locked> locked = NodeRows.lock(connection, owner, node);
            Publishing outcome =
                    locked.isEmpty()
                            ? new Publishing(false, List.of())
                            : new ItemRows(connection, locked.get()).publish(items, room);
            if (!outcome.done()) {
                connection.rollback();
            }
            return outcome;
        });
    }

    @Override
    public boolean retract(JID owner, String node, Collection<String> ids) {
        return changing(
                owner, node, (connection, locked) -> new ItemRows(connection, locked).retract(ids));
    }

    @Override
    public void purge(JID owner, String node) {
        changing(
                owner,
                node,
                (connection, locked) -> {
                    new ItemRows(connection, locked).purge();
                    return true;
                });
    }

    @Override
    public void expire(JID owner, String node, Instant before) {
        changing(
                owner,
                node,
                (connection, locked) -> {
                    new ItemRows(connection, locked).expire(before);
                    return true;
                });
    }

    @Override
    public ItemPage page(JID owner, String node, ItemWindow window) {
        return database.call(connection -> ItemPages.page(connection, owner, node, window));
    }

    @Override
    public List<Item> items(JID owner, String node, List<String> ids) {
        Map<String, Item> found = new HashMap<>();
        database.call(connection ->
                        Sql.list(
                                connection,
                                ItemRows::read,
                                ItemRows.BY_ID,
                                owner.toString(),
                                node,
                                ids.toArray(String[]::new)))
                .forEach(item -> found.put(item.id(), item));
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }

    @Override
    public List<Placed> above(JID owner, String node, long position, int most, long bytes) {
        return database.call(
                connection -> ItemPages.above(connection, owner, node, position, most, bytes));
    }

    @Override
    public List<LastItem> last(Collection<JID> owners, Collection<String> nodes, JID asker) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        ItemRows::readLast,
                        ItemRows.LAST,
                        asker.toString(),
                        owners.stream().map(JID::toString).toArray(String[]::new),
                        nodes.toArray(String[]::new)));
    }
}
