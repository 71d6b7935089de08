package dev.hermod.storage.jdbc;

import dev.hermod.storage.jdbc.follow.DerivedRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Removes an owner and all of its rows: at once from every table but the log, its origins and
/// items of nodes, and from there in small batches, which go on where they stopped if they are cut
/// short.
public final class Erasures {
    private static final int BATCH = 5_000;

    private static final String ORIGIN =
            """
            DELETE FROM origin WHERE archive_id = ? AND (digest, id) IN
                (SELECT digest, id FROM origin WHERE archive_id = ? LIMIT ?)
            """;

    /// What an account is to rooms. Whoever takes an outcast's address stays out.
    public static final String STANDING =
            "DELETE FROM room_affiliate WHERE jid = ? AND affiliation <> 'outcast'";

    /// The same for nodes of others.
    public static final String NODES =
            "DELETE FROM pubsub_affiliation WHERE jid = ? AND affiliation <> 'OUTCAST'";

    public static final String SUBSCRIPTIONS = "DELETE FROM pubsub_subscription WHERE bare = ?";

    /// Tables of readers behind the log, which do not refer to the archive.
    private static final List<String> DERIVED =
            List.of(
                    "conversation",
                    "unread",
                    "search_language",
                    "room_conversation",
                    "room_message",
                    "room_read");

    private static final List<String> IN_MONTHS = List.of("search", "log");

    private final Database database;
    private final Consumer<String> forget;
    private final NodeWaste waste;

    /// @param forget returns when no message can be written any more for an owner whose archive is
    ///   gone
    public Erasures(Database database, Consumer<String> forget) {
        this.database = database;
        this.forget = forget;
        this.waste = new NodeWaste(database);
    }

    /// Part of the caller's transaction.
    public void begin(Connection connection, long archiveId, String owner) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO erasure (archive_id, owner) VALUES (?, ?)",
                archiveId,
                owner);
        Sql.update(connection, STANDING, owner);
        Sql.update(connection, NODES, owner);
        Sql.update(connection, SUBSCRIPTIONS, owner);
        NodeWaste.note(connection, archiveId);
        Sql.update(connection, "DELETE FROM archive WHERE archive_id = ?", archiveId);
    }

    /// Makes an archive, in the caller's transaction. What is still being erased of an earlier
    /// owner of this address has an archive of its own, which the log does not know by this address
    /// any more when this returns.
    ///
    /// @return its id; empty when the address is taken
    public Optional<Long> newArchive(Connection connection, String owner) throws SQLException {
        Optional<Long> archiveId =
                Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "INSERT INTO archive (owner) VALUES (?) ON CONFLICT DO NOTHING RETURNING archive_id",
                        owner);
        if (archiveId.isPresent() && pending(connection, owner)) {
            forget.accept(owner);
        }
        return archiveId;
    }

    private static boolean pending(Connection connection, String owner) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "SELECT 1 FROM erasure WHERE owner = ? LIMIT 1",
                        owner)
                .isPresent();
    }

    public void finish(long archiveId, String owner) {
        forget.accept(owner);
        deleteAll(ORIGIN, archiveId, archiveId, BATCH);
        waste.removeOf(archiveId);
        database.transactionally(DerivedRows::awaitReaders);
        database.call(
                connection -> Sql.update(connection, "DELETE FROM room_read WHERE jid = ?", owner));
        for (String table : DERIVED) {
            String rows =
                    "DELETE FROM %s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s WHERE archive_id = ? LIMIT ?))"
                            .formatted(table, table);
            deleteAll(rows, archiveId, BATCH);
        }
        for (String table : IN_MONTHS) {
            String rows =
                    """
                    DELETE FROM %s WHERE archive_id = ? AND id IN
                        (SELECT id FROM %s WHERE archive_id = ? ORDER BY id LIMIT ?)
                    """
                            .formatted(table, table);
            deleteAll(rows, archiveId, archiveId, BATCH);
        }
        database.call(connection ->
                Sql.update(connection, "DELETE FROM erasure WHERE archive_id = ?", archiveId));
    }

    private void deleteAll(String batch, Object... parameters) {
        int rows;
        do {
            rows = database.call(connection -> Sql.update(connection, batch, parameters));
        } while (rows == BATCH);
    }

    /// Finishes what was cut short, by a crash or because the database was away.
    void finishAll() {
        record Cut(long archiveId, String owner) {}
        List<Cut> pending =
                database.call(connection ->
                        Sql.list(
                                connection,
                                row -> new Cut(row.getLong(1), row.getString(2)),
                                "SELECT archive_id, owner FROM erasure"));
        pending.forEach(each -> finish(each.archiveId(), each.owner()));
        waste.removeAll();
    }
}
