package dev.hermod.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Items of nodes of publish-subscribe that are gone. They are deleted in small batches, which go
/// on where they stopped if they are cut short.
public final class NodeWaste {
    /// Items that are deleted at a time.
    public static final int BATCH = 5_000;

    public static final String ITEMS =
            """
            DELETE FROM pubsub_item WHERE node_id = ? AND position IN
                (SELECT position FROM pubsub_item WHERE node_id = ? ORDER BY position LIMIT ?)
            """;

    private final Database database;

    public NodeWaste(Database database) {
        this.database = database;
    }

    /// Notes all nodes of an owner, in the transaction that removes them.
    static void note(Connection connection, long archiveId) throws SQLException {
        // Who makes a node holds this, too.
        Sql.first(
                connection,
                row -> row.getLong(1),
                "SELECT archive_id FROM archive WHERE archive_id = ? FOR UPDATE",
                archiveId);
        Sql.update(
                connection,
                "INSERT INTO pubsub_waste (node_id, archive_id) SELECT node_id, archive_id FROM pubsub_node WHERE archive_id = ?",
                archiveId);
    }

    /// Notes one node, in the transaction that removes it.
    public static void note(Connection connection, long archiveId, long nodeId)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO pubsub_waste (node_id, archive_id) VALUES (?, ?)",
                nodeId,
                archiveId);
    }

    void removeOf(long archiveId) {
        nodes("SELECT node_id FROM pubsub_waste WHERE archive_id = ?", archiveId)
                .forEach(this::remove);
    }

    void removeAll() {
        nodes("SELECT node_id FROM pubsub_waste").forEach(this::remove);
    }

    private List<Long> nodes(String sql, Object... parameters) {
        return database.call(
                connection -> Sql.list(connection, row -> row.getLong(1), sql, parameters));
    }

    /// Of one node. Somebody else may be at it as well; who comes last forgets the node.
    public void remove(long nodeId) {
        int rows;
        do {
            rows =
                    database.call(
                            connection -> Sql.update(connection, ITEMS, nodeId, nodeId, BATCH));
        } while (rows > 0);
        database.call(connection ->
                Sql.update(
                        connection,
                        "DELETE FROM pubsub_waste WHERE node_id = ? AND NOT EXISTS (SELECT FROM pubsub_item WHERE node_id = ?)",
                        nodeId,
                        nodeId));
    }
}
