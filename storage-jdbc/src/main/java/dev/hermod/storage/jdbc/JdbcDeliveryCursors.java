package dev.hermod.storage.jdbc;

import dev.hermod.storage.DeliveryCursors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.xmpp.packet.JID;

/// Cursors in `delivery_cursor`, exceptions in `delivery_exception`.
final class JdbcDeliveryCursors implements DeliveryCursors {
    private final Database database;

    JdbcDeliveryCursors(Database database) {
        this.database = database;
    }

    @Override
    public Position position(JID owner) {
        return database.call(connection ->
                Sql.first(
                                connection,
                                row ->
                                        new Position(
                                                row.getLong("acked"),
                                                Set.of(
                                                        (Long[])
                                                                row.getArray("exceptions")
                                                                        .getArray())),
                                """
                                SELECT acked, ARRAY(SELECT id FROM delivery_exception one
                                    WHERE one.archive_id = delivery_cursor.archive_id) AS exceptions
                                FROM archive JOIN delivery_cursor USING (archive_id) WHERE owner = ?
                                """,
                                owner.toBareJID())
                        .orElse(new Position(0, Set.of())));
    }

    @Override
    public void move(
            JID owner,
            long cursor,
            Collection<Long> addedExceptions,
            Collection<Long> removedExceptions) {
        Set<Long> removed = new HashSet<>(removedExceptions);
        addedExceptions.forEach(removed::remove);
        database.transactionally(connection -> {
            Optional<Moving> found = lock(connection, owner, cursor);
            if (found.isPresent()) {
                move(connection, found.get(), array(addedExceptions), array(removed));
            }
            return found;
        });
    }

    /// @param before where the cursor is
    /// @param after where it will be
    private record Moving(long archiveId, long before, long after) {}

    private static Optional<Moving> lock(Connection connection, JID owner, long cursor)
            throws SQLException {
        return Sql.first(
                connection,
                row -> new Moving(row.getLong(1), row.getLong(2), Math.max(row.getLong(2), cursor)),
                """
                SELECT archive_id, acked FROM archive JOIN delivery_cursor USING (archive_id)
                WHERE owner = ? FOR UPDATE OF delivery_cursor
                """,
                owner.toBareJID());
    }

    private static void move(Connection connection, Moving moving, long[] added, long[] removed)
            throws SQLException {
        if (moving.after() > moving.before()) {
            Sql.update(
                    connection,
                    "UPDATE delivery_cursor SET acked = ? WHERE archive_id = ?",
                    moving.after(),
                    moving.archiveId());
        }
        if (removed.length > 0) {
            Sql.update(
                    connection,
                    "DELETE FROM delivery_exception WHERE archive_id = ? AND id = ANY(?)",
                    moving.archiveId(),
                    removed);
        }
        if (added.length > 0) {
            Sql.update(
                    connection,
                    """
                    INSERT INTO delivery_exception (archive_id, id)
                    SELECT ?, id FROM unnest(?::bigint[]) AS added (id) ON CONFLICT DO NOTHING
                    """,
                    moving.archiveId(),
                    added);
        }
        deleteDelivered(connection, moving, removed);
    }

    /// Every row is looked at once, when the cursor passes it, and once more if it was an
    /// exception.
    private static void deleteDelivered(Connection connection, Moving moving, long[] removed)
            throws SQLException {
        Sql.update(
                connection,
                """
                DELETE FROM log WHERE archive_id = ? AND id > ? AND id <= ? AND until_delivered
                    AND NOT EXISTS (SELECT FROM delivery_exception one
                        WHERE one.archive_id = log.archive_id AND one.id = log.id)
                """,
                moving.archiveId(),
                moving.before(),
                moving.after());
        if (removed.length > 0) {
            Sql.update(
                    connection,
                    "DELETE FROM log WHERE archive_id = ? AND id = ANY(?) AND id <= ? AND until_delivered",
                    moving.archiveId(),
                    removed,
                    moving.after());
        }
    }

    private static long[] array(Collection<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }
}
