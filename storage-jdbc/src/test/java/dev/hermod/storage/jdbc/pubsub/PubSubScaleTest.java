package dev.hermod.storage.jdbc.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.pubsub.PubSubStorage;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.extensions.pubsub.PubSubStorage.NodeWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.extensions.pubsub.PubSubStorage.Placed;
import dev.hermod.extensions.pubsub.PubSubStorage.Room;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Measures, on demand, an account with 10,000 nodes and a node with very many items:
/// `-Dhermod.pubsub.items=100000`.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "hermod.pubsub.items", matches = "[0-9]+")
class PubSubScaleTest {
    private static final Logger log = LoggerFactory.getLogger(PubSubScaleTest.class);
    private static final int NODES = 10_000;
    private static final int ROUNDS = 1_000;
    private static final String BIG = "big";

    /// Bytes that the heap may have grown by: pools and caches, nothing of the items.
    private static final long MOST_HEAP = 16 << 20;

    private final TestStorage storage;
    private final PubSubStorage nodes;
    private final JID owner;
    private final Random random = new Random(42);

    PubSubScaleTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.nodes = new JdbcPubSub(storage.database());
        this.owner = storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    private Item item(String id) {
        return new Item(id, owner, Instant.now(), "<x xmlns='urn:x'>" + "y".repeat(400) + "</x>");
    }

    private void create(String node) {
        nodes.create(owner, new Node(node, owner, Instant.now(), "", 0), List.of(), NODES * 2);
    }

    @Test
    void publishingAndPagingStayQuick() {
        int items = Integer.getInteger("hermod.pubsub.items");
        long before = liveHeap();
        create(BIG);
        for (int i = 0; i < items; i += 1_000) {
            List<Item> some = new ArrayList<>();
            for (int j = i; j < i + 1_000; j++) {
                some.add(item("i" + j));
            }
            nodes.publish(owner, BIG, some, new Room(items, false));
        }
        for (int i = 0; i < NODES; i++) {
            create("node" + i);
        }
        Room room = new Room(items, false);
        measure("publish new", i -> nodes.publish(owner, BIG, List.of(item("new" + i)), room));
        measure("publish again", _ -> nodes.publish(owner, BIG, List.of(item(some(items))), room));
        measure(
                "page",
                _ -> {
                    String after = some(items);
                    nodes.page(
                            owner,
                            BIG,
                            new ItemWindow(Order.MODIFICATION, false, after, null, 50, 1_000_000));
                });
        measure(
                "newest",
                _ ->
                        nodes.page(
                                owner,
                                BIG,
                                new ItemWindow(
                                        Order.MODIFICATION, false, null, "", 50, 1_000_000)));
        measure("item", _ -> nodes.items(owner, BIG, List.of(some(items))));
        measure(
                "publish to one of many nodes",
                _ ->
                        nodes.publish(
                                owner,
                                "node" + random.nextInt(NODES),
                                List.of(item("current")),
                                new Room(1, false)));
        measure(
                "nodes",
                _ -> nodes.nodes(owner, new NodeWindow("node" + random.nextInt(NODES), null, 50)));
        assertThat(nodes.find(owner, BIG, owner).orElseThrow().node().items()).isEqualTo(items);
        assertThat(pagedThrough()).isEqualTo(items);
        long after = liveHeap();
        log.warn("live heap: {} KB before, {} KB after", before >> 10, after >> 10);
        assertThat(after - before).isLessThan(MOST_HEAP);
    }

    private long pagedThrough() {
        long found = 0;
        List<Placed> page = nodes.above(owner, BIG, 0, 200, 1_000_000);
        while (!page.isEmpty()) {
            found += page.size();
            page = nodes.above(owner, BIG, page.getLast().position(), 200, 1_000_000);
        }
        return found;
    }

    /// Bytes in use after a collection.
    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private String some(int items) {
        return "i" + (items / 2 + random.nextInt(items / 2));
    }

    private static void measure(String what, IntConsumer doing) {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            doing.accept(i);
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        log.warn(
                "{}: p50 {} ms, p99 {} ms, most {} ms",
                what,
                nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS * 99 / 100] / 1e6,
                nanos[ROUNDS - 1] / 1e6);
    }
}
