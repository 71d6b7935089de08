package dev.hermod.storage.jdbc.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Moved;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Rows of `pubsub_moved`.
final class MovedRows {
    static final String FIND =
            """
            SELECT node, creator, created, config, redirect FROM archive JOIN pubsub_moved USING (archive_id)
            WHERE owner = ? AND node = ?
            """;

    /// Of one owner.
    private static final int MOST = 1_000;

    private static final String ADD =
            """
            INSERT INTO pubsub_moved (archive_id, node, creator, created, config, redirect)
            SELECT archive_id, node, creator, created, config, ? FROM pubsub_node WHERE node_id = ?
            ON CONFLICT (archive_id, node) DO NOTHING
            """;

    private static final String TRIM =
            """
            DELETE FROM pubsub_moved WHERE archive_id = ? AND moved <=
                (SELECT moved FROM pubsub_moved WHERE archive_id = ? ORDER BY moved DESC OFFSET ? LIMIT 1)
            """;

    private MovedRows() {}

    static Moved read(ResultSet row) throws SQLException {
        Node node =
                new Node(
                        row.getString("node"),
                        Jids.prepared(row.getString("creator")),
                        NodeRows.instant(row, "created"),
                        row.getString("config"),
                        0);
        return new Moved(node, row.getString("redirect"));
    }

    static void add(Connection connection, NodeRows.Locked node, String redirect)
            throws SQLException {
        Sql.update(connection, ADD, redirect, node.nodeId());
        Sql.update(connection, TRIM, node.archiveId(), node.archiveId(), MOST);
    }

    /// There is a node of this id again.
    static void remove(Connection connection, long archiveId, String node) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM pubsub_moved WHERE archive_id = ? AND node = ?",
                archiveId,
                node);
    }
}
