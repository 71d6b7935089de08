package dev.hermod.storage.jdbc.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemPage;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.extensions.pubsub.PubSubStorage.Placed;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Pages of a node's items, along the indexes `(node_id, position)` and `(node_id, creation)`; the
/// outermost part cuts a page that has too many bytes.
final class ItemPages {
    private static final String PAGE =
            """
            SELECT item, publisher, published, payload, found, key FROM
                (SELECT *, count(*) OVER () AS found,
                    sum(coalesce(octet_length(payload), 0)) OVER (ORDER BY key %2$s ROWS UNBOUNDED PRECEDING)
                        - coalesce(octet_length(payload), 0) AS size_before
                 FROM (SELECT %1$s AS key, item, publisher, published, payload FROM pubsub_item
                       WHERE node_id = ? AND %1$s > ? AND %1$s < ? ORDER BY %1$s %2$s LIMIT ?) page) sized
            WHERE size_before < ? ORDER BY key %2$s
            """;

    static final String OLDEST = PAGE.formatted("position", "ASC");
    static final String NEWEST = PAGE.formatted("position", "DESC");
    static final String FIRST_MADE = PAGE.formatted("creation", "ASC");
    static final String LAST_MADE = PAGE.formatted("creation", "DESC");

    static final String NODE =
            """
            SELECT node_id, items FROM archive JOIN pubsub_node USING (archive_id)
            WHERE owner = ? AND node = ?
            """;

    static final String ANCHOR =
            "SELECT position, creation FROM pubsub_item WHERE node_id = ? AND item = ?";

    private static final ItemPage NOTHING = new ItemPage(true, List.of(), 0, true);

    private final Connection connection;
    private final long nodeId;
    private final long total;
    private final ItemWindow window;

    private ItemPages(Connection connection, long nodeId, long total, ItemWindow window) {
        this.connection = connection;
        this.nodeId = nodeId;
        this.total = total;
        this.window = window;
    }

    static ItemPage page(Connection connection, JID owner, String node, ItemWindow window)
            throws SQLException {
        Optional<ItemPages> pages =
                Sql.first(
                        connection,
                        row -> new ItemPages(connection, row.getLong(1), row.getLong(2), window),
                        NODE,
                        owner.toString(),
                        node);
        return pages.isEmpty() ? NOTHING : pages.get().page();
    }

    static List<Placed> above(
            Connection connection, JID owner, String node, long position, int most, long bytes)
            throws SQLException {
        Optional<Long> nodeId =
                Sql.first(connection, row -> row.getLong(1), NODE, owner.toString(), node);
        return nodeId.isEmpty()
                ? List.of()
                : Sql.list(
                        connection,
                        row -> new Placed(row.getLong("key"), ItemRows.read(row)),
                        OLDEST,
                        nodeId.get(),
                        position,
                        Long.MAX_VALUE,
                        most,
                        bytes);
    }

    /// A row and how many rows were found with it, one more than asked for if there are.
    private record Found(Item item, long found) {}

    private ItemPage page() throws SQLException {
        String before = window.before();
        boolean fromEnd = before == null || before.isEmpty();
        Optional<Long> after = anchor(window.after(), window.after() == null);
        Optional<Long> until = anchor(before, fromEnd);
        if (after.isEmpty() || until.isEmpty()) {
            return new ItemPage(false, List.of(), total, true);
        }
        if (window.most() == 0) {
            return new ItemPage(true, List.of(), total, total == 0);
        }
        long floor = window.descending() ? until.get() : after.get();
        long ceiling = window.descending() ? after.get() : until.get();
        List<Found> rows =
                Sql.list(
                        connection,
                        row -> new Found(ItemRows.read(row), row.getLong("found")),
                        statement(),
                        nodeId,
                        floor < 0 ? Long.MIN_VALUE : floor,
                        ceiling < 0 ? Long.MAX_VALUE : ceiling,
                        window.most() + 1,
                        window.bytes());
        return cut(rows);
    }

    private ItemPage cut(List<Found> rows) {
        List<Item> items = rows.stream().limit(window.most()).map(Found::item).toList();
        boolean complete = rows.isEmpty() || items.size() == rows.getFirst().found();
        return new ItemPage(
                true, window.before() == null ? items : items.reversed(), total, complete);
    }

    /// Going backward turns the order around.
    private String statement() {
        boolean downward = window.descending() != (window.before() != null);
        return switch (window.order()) {
            case MODIFICATION -> downward ? NEWEST : OLDEST;
            case CREATION -> downward ? LAST_MADE : FIRST_MADE;
        };
    }

    /// The place of an item; -1 for no bound, empty when there is no such item.
    private Optional<Long> anchor(@Nullable String item, boolean unbounded) throws SQLException {
        if (unbounded) {
            return Optional.of(-1L);
        }
        String column = window.order() == Order.CREATION ? "creation" : "position";
        return Sql.first(connection, row -> row.getLong(column), ANCHOR, nodeId, item);
    }
}
