package dev.hermod.storage.jdbc.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Creation;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.extensions.pubsub.PubSubStorage.NodePage;
import dev.hermod.extensions.pubsub.PubSubStorage.NodeWindow;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.NodeWaste;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rows of `pubsub_node`.
final class NodeRows {
    static final String COLUMNS = "node, creator, created, config, items";

    static final String FIND =
            """
            SELECT node, creator, created, config, items, affiliation
            FROM archive JOIN pubsub_node USING (archive_id)
                LEFT JOIN pubsub_affiliation asker ON asker.node_id = pubsub_node.node_id AND jid = ?
            WHERE owner = ? AND node = ?
            """;

    private static final String OF_OWNER =
            "FROM pubsub_node WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)";

    static final String FORWARD =
            "SELECT " + COLUMNS + " " + OF_OWNER + " AND node > ? ORDER BY node LIMIT ?";
    static final String BACKWARD =
            "SELECT " + COLUMNS + " " + OF_OWNER + " AND node > ? ORDER BY node DESC LIMIT ?";
    static final String BEFORE =
            "SELECT "
                    + COLUMNS
                    + " "
                    + OF_OWNER
                    + " AND node > ? AND node < ? ORDER BY node DESC LIMIT ?";
    static final String COUNT =
            "SELECT nodes FROM archive JOIN pubsub_owner USING (archive_id) WHERE owner = ?";

    private static final String COUNTED =
            """
            INSERT INTO pubsub_owner (archive_id, nodes) VALUES (?, 1)
            ON CONFLICT (archive_id) DO UPDATE SET nodes = pubsub_owner.nodes + 1
            """;

    private static final String INSERT =
            """
            INSERT INTO pubsub_node (archive_id, node, creator, created, config, items, position)
            VALUES (?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING RETURNING node_id
            """;

    private NodeRows() {}

    /// A node that nobody else changes for the rest of the transaction.
    record Locked(long archiveId, long nodeId, long items, long position) {
        /// Whether its items are deleted after it, in batches.
        boolean large() {
            return items > NodeWaste.BATCH;
        }
    }

    static Optional<Locked> lock(Connection connection, JID owner, String node)
            throws SQLException {
        return Sql.first(
                connection,
                row -> new Locked(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                """
                SELECT archive_id, node_id, items, position FROM archive JOIN pubsub_node USING (archive_id)
                WHERE owner = ? AND node = ? FOR NO KEY UPDATE OF pubsub_node
                """,
                owner.toString(),
                node);
    }

    static Node read(ResultSet row) throws SQLException {
        return new Node(
                row.getString("node"),
                Jids.prepared(row.getString("creator")),
                instant(row, "created"),
                row.getString("config"),
                row.getLong("items"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }

    /// The owner's archive, held so that two nodes are not added at once; that of a service is made
    /// with its first node.
    static Optional<Long> lockOwner(Connection connection, JID owner) throws SQLException {
        if (owner.getNode() == null) {
            Sql.update(
                    connection,
                    "INSERT INTO archive (owner) VALUES (?) ON CONFLICT DO NOTHING",
                    owner.toString());
        }
        return Sql.first(
                connection,
                row -> row.getLong(1),
                "SELECT archive_id FROM archive WHERE owner = ? FOR NO KEY UPDATE",
                owner.toString());
    }

    static Creation create(Connection connection, JID owner, Node node, int most)
            throws SQLException {
        Optional<Long> archiveId = lockOwner(connection, owner);
        if (archiveId.isEmpty()) {
            return Creation.NO_OWNER;
        }
        long present = count(connection, owner);
        Optional<Long> made =
                Sql.first(
                        connection,
                        row -> row.getLong(1),
                        INSERT,
                        archiveId.get(),
                        node.id(),
                        node.creator().toString(),
                        time(node.created()),
                        node.config());
        if (made.isEmpty()) {
            return Creation.EXISTS;
        }
        Sql.update(connection, COUNTED, archiveId.get());
        MovedRows.remove(connection, archiveId.get(), node.id());
        return present >= most ? Creation.TOO_MANY : Creation.CREATED;
    }

    static NodePage page(Connection connection, JID owner, NodeWindow window) throws SQLException {
        List<Node> nodes = window.most() == 0 ? List.of() : nodes(connection, owner, window);
        return new NodePage(nodes, count(connection, owner));
    }

    private static long count(Connection connection, JID owner) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), COUNT, owner.toString()).orElse(0L);
    }

    static void delete(Connection connection, Locked node) throws SQLException {
        if (node.large()) {
            NodeWaste.note(connection, node.archiveId(), node.nodeId());
        } else {
            Sql.update(connection, "DELETE FROM pubsub_item WHERE node_id = ?", node.nodeId());
        }
        Sql.update(connection, "DELETE FROM pubsub_node WHERE node_id = ?", node.nodeId());
        Sql.update(
                connection,
                "UPDATE pubsub_owner SET nodes = nodes - 1 WHERE archive_id = ?",
                node.archiveId());
    }

    private static List<Node> nodes(Connection connection, JID owner, NodeWindow window)
            throws SQLException {
        String after = window.after() == null ? "" : window.after();
        String before = window.before();
        String of = owner.toString();
        int most = window.most();
        if (before == null) {
            return Sql.list(connection, NodeRows::read, FORWARD, of, after, most);
        }
        List<Node> nodes =
                before.isEmpty()
                        ? Sql.list(connection, NodeRows::read, BACKWARD, of, after, most)
                        : Sql.list(connection, NodeRows::read, BEFORE, of, after, before, most);
        return nodes.reversed();
    }

    static void counted(Connection connection, long nodeId, long items, long position)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE pubsub_node SET (items, position) = (?, ?) WHERE node_id = ?",
                items,
                position,
                nodeId);
    }
}
