package dev.hermod.storage.jdbc.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.LastItem;
import dev.hermod.extensions.pubsub.PubSubStorage.Publishing;
import dev.hermod.extensions.pubsub.PubSubStorage.Room;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Rows of `pubsub_item`; whoever changes them has locked their node.
final class ItemRows {
    static final String UPSERT =
            """
            INSERT INTO pubsub_item (archive_id, node_id, item, position, creation, publisher, published, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (node_id, item) DO UPDATE SET
                (position, publisher, published, payload) =
                (EXCLUDED.position, EXCLUDED.publisher, EXCLUDED.published, EXCLUDED.payload)
            RETURNING creation
            """;

    static final String TRIM =
            """
            DELETE FROM pubsub_item WHERE node_id = ? AND position IN
                (SELECT position FROM pubsub_item WHERE node_id = ? ORDER BY position LIMIT ?)
            RETURNING position, item
            """;

    static final String EXPIRED =
            """
            DELETE FROM pubsub_item WHERE node_id = ? AND position IN
                (SELECT position FROM pubsub_item WHERE node_id = ? ORDER BY position LIMIT 100)
                AND published < ?
            """;

    static final String BY_ID =
            """
            SELECT item, publisher, published, payload
            FROM archive JOIN pubsub_node USING (archive_id) JOIN pubsub_item USING (node_id)
            WHERE owner = ? AND node = ? AND item = ANY(?)
            """;

    static final String LAST =
            """
            SELECT owner, node, creator, created, config, items, last.*, affiliation
            FROM archive JOIN pubsub_node USING (archive_id) CROSS JOIN LATERAL
                (SELECT item, publisher, published, payload FROM pubsub_item
                 WHERE node_id = pubsub_node.node_id ORDER BY position DESC LIMIT 1) last
                LEFT JOIN pubsub_affiliation asker ON asker.node_id = pubsub_node.node_id AND jid = ?
            WHERE owner = ANY(?) AND node = ANY(?)
            """;

    private static final int BATCH = 100;

    private final Connection connection;
    private final NodeRows.Locked node;

    ItemRows(Connection connection, NodeRows.Locked node) {
        this.connection = connection;
        this.node = node;
    }

    static Item read(ResultSet row) throws SQLException {
        return new Item(
                row.getString("item"),
                Jids.prepared(row.getString("publisher")),
                NodeRows.instant(row, "published"),
                row.getString("payload"));
    }

    static LastItem readLast(ResultSet row) throws SQLException {
        return new LastItem(
                Jids.prepared(row.getString("owner")),
                NodeRows.read(row),
                read(row),
                PeopleRows.affiliation(row.getString("affiliation")));
    }

    /// The caller undoes it all when it is not done.
    Publishing publish(List<Item> items, Room room) throws SQLException {
        long position = node.position();
        long count = node.items();
        for (Item item : items) {
            position++;
            count += write(item, position) ? 1 : 0;
        }
        if (room.rejects() && count > room.items()) {
            return new Publishing(false, List.of());
        }
        List<String> trimmed = trim(count - room.items());
        NodeRows.counted(connection, node.nodeId(), count - trimmed.size(), position);
        return new Publishing(true, trimmed);
    }

    /// Whether there was no item of this id.
    private boolean write(Item item, long position) throws SQLException {
        long creation =
                Sql.first(
                                connection,
                                row -> row.getLong(1),
                                UPSERT,
                                node.archiveId(),
                                node.nodeId(),
                                item.id(),
                                position,
                                position,
                                item.publisher().toString(),
                                NodeRows.time(item.published()),
                                item.payload())
                        .orElseThrow();
        return creation == position;
    }

    private List<String> trim(long surplus) throws SQLException {
        record Gone(long position, String item) {}
        if (surplus <= 0) {
            return List.of();
        }
        return Sql.list(
                        connection,
                        row -> new Gone(row.getLong(1), row.getString(2)),
                        TRIM,
                        node.nodeId(),
                        node.nodeId(),
                        surplus)
                .stream()
                .sorted((a, b) -> Long.compare(a.position(), b.position()))
                .map(Gone::item)
                .toList();
    }

    void keep(int most) throws SQLException {
        int gone = trim(node.items() - most).size();
        counted(gone);
    }

    /// Whether all of them were there.
    boolean retract(Collection<String> ids) throws SQLException {
        int gone =
                Sql.update(
                        connection,
                        "DELETE FROM pubsub_item WHERE node_id = ? AND item = ANY(?)",
                        node.nodeId(),
                        ids.toArray(String[]::new));
        counted(gone);
        return gone == ids.size();
    }

    void purge() throws SQLException {
        Sql.update(connection, "DELETE FROM pubsub_item WHERE node_id = ?", node.nodeId());
        counted(node.items());
    }

    void expire(Instant before) throws SQLException {
        long gone = 0;
        int some;
        do {
            some =
                    Sql.update(
                            connection,
                            EXPIRED,
                            node.nodeId(),
                            node.nodeId(),
                            NodeRows.time(before));
            gone += some;
        } while (some == BATCH);
        counted(gone);
    }

    private void counted(long gone) throws SQLException {
        if (gone > 0) {
            NodeRows.counted(connection, node.nodeId(), node.items() - gone, node.position());
        }
    }
}
