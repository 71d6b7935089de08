package dev.hermod.storage.jdbc.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.pubsub.Affiliation;
import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.extensions.pubsub.PubSubStorageContract;
import dev.hermod.storage.jdbc.Erasures;
import dev.hermod.storage.jdbc.NodeWaste;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcPubSubTest implements PubSubStorageContract {
    private final TestStorage storage;
    private final PubSubStorage nodes;

    /// Many accounts with a few nodes, one with very many, and one node with very many items.
    JdbcPubSubTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.nodes = new JdbcPubSub(storage.database());
        update(
                "INSERT INTO archive (owner) SELECT 'o' || i || '@many.example' FROM generate_series(1, 5000) i");
        update(
                """
                INSERT INTO pubsub_node (archive_id, node, creator, created, config, items, position)
                SELECT archive_id, 'node' || n, owner, now(), '', 0, 100000 FROM archive, generate_series(1, 4) n
                WHERE owner LIKE '%@many.example'
                """);
        update(
                """
                INSERT INTO pubsub_node (archive_id, node, creator, created, config, items, position)
                SELECT archive_id, 'more' || n, owner, now(), '', 0, 0 FROM archive, generate_series(1, 10000) n
                WHERE owner = 'o7@many.example'
                """);
        update(
                "INSERT INTO pubsub_owner SELECT archive_id, count(*) FROM pubsub_node GROUP BY archive_id ON CONFLICT DO NOTHING");
        fill("node", 3, "owner LIKE '%@many.example'");
        fill("node1", 30_000, "owner = 'o7@many.example' AND node = 'node1'");
        update(
                """
                INSERT INTO pubsub_affiliation (archive_id, node_id, jid, affiliation)
                SELECT archive_id, node_id, 'o' || node_id % 5000 || '@many.example', 'OWNER' FROM pubsub_node
                """);
        update(
                """
                INSERT INTO pubsub_subscription (archive_id, node_id, jid, bare, subid, state, options)
                SELECT archive_id, node_id, 'o' || node_id % 5000 || '@many.example/a',
                    'o' || node_id % 5000 || '@many.example', '', CASE WHEN node_id % 50 = 0 THEN 'PENDING' ELSE 'SUBSCRIBED' END, ''
                FROM pubsub_node
                """);
        update(
                "ANALYZE archive, pubsub_node, pubsub_item, pubsub_affiliation, pubsub_subscription");
    }

    private void fill(String prefix, int items, String where) {
        update(
                """
                INSERT INTO pubsub_item (archive_id, node_id, item, position, creation, publisher, published, payload)
                SELECT archive_id, node_id, '%s-' || i, i + 10, i + 10, owner || '/a', now(), repeat('x', 300)
                FROM archive JOIN pubsub_node USING (archive_id), generate_series(1, %d) i
                WHERE %s AND NOT EXISTS (SELECT FROM pubsub_item taken WHERE taken.node_id = pubsub_node.node_id AND position = i + 10)
                """
                        .formatted(prefix, items, where));
    }

    @AfterAll
    void close() {
        storage.close();
    }

    @Override
    public PubSubStorage nodes() {
        return nodes;
    }

    @Override
    public JID account() {
        return storage.newAccount();
    }

    @Override
    public void removeAccount(JID account) {
        storage.accounts().remove(account);
    }

    private int update(String sql, @Nullable Object... parameters) {
        return storage.database().call(connection -> Sql.update(connection, sql, parameters));
    }

    @Test
    void removedAccountLeavesNoRowInAnyTable() {
        JID owner = account();
        long archiveId = storage.archiveId(owner);
        nodes.create(
                owner,
                new PubSubStorage.Node("n", owner, NOW, "", 0),
                List.of(new PubSubStorage.Affiliate(ROMEO, Affiliation.MEMBER)),
                MANY);
        nodes.publish(owner, "n", List.of(new PubSubStorage.Item("a", owner, NOW, "<x/>")), ROOMY);
        nodes.subscribe(
                owner,
                new PubSubStorage.Subscription(
                        "n", ROMEO, "", PubSubStorage.State.SUBSCRIBED, "", null),
                MANY);
        assertThat(storage.rowsOf(archiveId)).isGreaterThan(4);

        removeAccount(owner);

        assertThat(storage.rowsOf(archiveId)).isZero();
    }

    @Test
    void nodeWithVeryManyItemsIsRemovedWithAllOfThem() {
        JID owner = account();
        long nodeId = large(owner);

        assertThat(nodes.delete(owner, "large", null)).isTrue();

        assertThat(items(nodeId)).isZero();
        assertThat(rows("SELECT count(*) FROM pubsub_waste WHERE node_id = ?", nodeId)).isZero();
        assertThat(nodes.nodes(owner, new PubSubStorage.NodeWindow(null, null, 1)).total())
                .isZero();
    }

    @Test
    void removalOfItemsThatWasCutShortIsFinished() {
        JID owner = account();
        long nodeId = large(owner);
        long archiveId = storage.archiveId(owner);
        Erasures erasures = new Erasures(storage.database(), _ -> {});
        storage.database()
                .transactionally(connection -> {
                    erasures.begin(connection, archiveId, owner.toString());
                    return true;
                });
        assertThat(items(nodeId)).isEqualTo(12_000);

        new Erasures(storage.database(), _ -> {}).finish(archiveId, owner.toString());

        assertThat(items(nodeId)).isZero();
        assertThat(storage.rowsOf(archiveId)).isZero();
    }

    private long large(JID owner) {
        PubSubStorage.Node node = new PubSubStorage.Node("large", owner, NOW, "", 0);
        nodes.create(owner, node, List.of(), MANY);
        fill("large", 12_000, "node = 'large' AND owner = '" + owner + "'");
        update(
                "UPDATE pubsub_node SET items = 12000, position = 12010 WHERE node = 'large' AND archive_id = ?",
                storage.archiveId(owner));
        return rows(
                "SELECT node_id FROM pubsub_node WHERE node = 'large' AND archive_id = ?",
                storage.archiveId(owner));
    }

    private long items(long nodeId) {
        return rows("SELECT count(*) FROM pubsub_item WHERE node_id = ?", nodeId);
    }

    private long rows(String sql, Object... parameters) {
        return storage.database()
                .call(connection -> Sql.first(connection, row -> row.getLong(1), sql, parameters))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void nodesAndPeopleAreFoundByIndexes(String mode) {
        String owner = "o7@many.example";
        assertThat(
                        List.of(
                                plan(mode, NodeRows.FIND, "o9@many.example", owner, "node1"),
                                plan(mode, NodeRows.COUNT, "o8@many.example"),
                                plan(mode, ItemPages.NODE, owner, "node1"),
                                plan(mode, PeopleRows.SUBSCRIPTIONS, owner, "node1"),
                                plan(mode, PeopleRows.SUBSCRIPTIONS_OF, owner, owner),
                                plan(mode, PeopleRows.AFFILIATES, owner, "node1"),
                                plan(mode, PeopleRows.AFFILIATIONS, owner, owner),
                                plan(mode, PeopleRows.PENDING, owner, owner),
                                plan(mode, PeopleRows.PENDING_OWN, "o9@many.example"),
                                plan(mode, PeopleRows.SUBSCRIPTIONS_OF_ONE, owner),
                                plan(mode, PeopleRows.TEMPORARY),
                                plan(mode, Erasures.NODES, owner),
                                plan(mode, Erasures.SUBSCRIPTIONS, owner)))
                .allSatisfy(plan -> assertThat(plan).contains("Index").doesNotContain("Seq Scan"));
        assertThat(
                        List.of(
                                plan(mode, NodeRows.FORWARD, owner, "more5", 50),
                                plan(mode, NodeRows.BACKWARD, owner, "", 50),
                                plan(mode, NodeRows.BEFORE, owner, "", "more5", 50)))
                .allSatisfy(plan ->
                        assertThat(plan)
                                .contains("pubsub_node_archive_id_node_key")
                                .doesNotContain("Sort"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void itemsAreReadAlongIndexesAndNeverAll(String mode) {
        long node = nodeId();
        Object[] middle = {node, 15_000L, Long.MAX_VALUE, 51, 1_000_000L};
        assertThat(
                        List.of(
                                plan(mode, ItemPages.OLDEST, middle),
                                plan(mode, ItemPages.NEWEST, middle),
                                plan(mode, ItemPages.FIRST_MADE, middle),
                                plan(mode, ItemPages.LAST_MADE, middle),
                                plan(mode, ItemPages.ANCHOR, node, "node1-5"),
                                plan(mode, ItemRows.TRIM, node, node, 1L),
                                plan(mode, NodeWaste.ITEMS, node, node, 5_000)))
                .allSatisfy(plan ->
                        assertThat(plan)
                                .contains("Index Scan")
                                .doesNotContain("Seq Scan", "Bitmap"));
        String last =
                plan(
                        mode,
                        ItemRows.LAST,
                        "o9@many.example",
                        new String[] {"o1@many.example", "o7@many.example"},
                        new String[] {"node1", "node2"});
        assertThat(last).contains("pubsub_item_position").doesNotContain("Seq Scan", "Sort Key");
    }

    private long nodeId() {
        return storage.database()
                .call(connection ->
                        Sql.first(
                                connection,
                                row -> row.getLong(1),
                                ItemPages.NODE,
                                "o7@many.example",
                                "node1"))
                .orElseThrow();
    }

    private String plan(String mode, String sql, Object... parameters) {
        return storage.database()
                .transactionally(connection -> {
                    Sql.update(connection, "SET LOCAL plan_cache_mode = " + mode);
                    return String.join(
                            "\n",
                            Sql.list(
                                    connection,
                                    row -> row.getString(1),
                                    "EXPLAIN " + sql,
                                    parameters));
                });
    }
}
