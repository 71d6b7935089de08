package dev.hermod.storage.jdbc.archive;

import dev.hermod.storage.ArchiveRetention.Horizons;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.follow.DerivedRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One batch of what is too old in one archive, with its delivery held, so that no message is
/// hidden after the moment that would have deleted it.
///
/// @param floor what is gone already
/// @param acked what its owner has acknowledged; everything where there is nobody to deliver to
record Trimming(long archiveId, long floor, long acked) {
    private static final String OLD =
            """
            SELECT id, deliver AND id >= ? AND (id > ? OR EXISTS (SELECT FROM delivery_exception one
                    WHERE one.archive_id = log.archive_id AND one.id = log.id)) AS pending
            FROM log WHERE archive_id = ? AND id > ? AND id < ? ORDER BY id LIMIT ?
            """;

    private static final String UNDELIVERED =
            """
            SELECT id, until_delivered FROM log
            WHERE archive_id = ? AND id > ? AND id < ? ORDER BY id LIMIT ?
            """;

    static Optional<Trimming> lock(Connection connection, long archiveId) throws SQLException {
        Optional<Long> acked =
                Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "SELECT acked FROM delivery_cursor WHERE archive_id = ? FOR UPDATE",
                        archiveId);
        return Sql.first(
                connection,
                row -> new Trimming(archiveId, row.getLong(1), acked.orElse(Long.MAX_VALUE)),
                "SELECT floor FROM archive WHERE archive_id = ?",
                archiveId);
    }

    /// Whether there may be more.
    boolean run(Connection connection, Horizons horizons, int batch) throws SQLException {
        boolean more = trim(connection, horizons, batch);
        if (acked < Long.MAX_VALUE) {
            more |= giveUp(connection, horizons.deliverable(), batch);
        }
        return more;
    }

    /// An entry, and whether it is the one kind or the other.
    private record Entry(long id, boolean marked) {}

    private boolean trim(Connection connection, Horizons horizons, int batch) throws SQLException {
        if (horizons.archived() <= floor) {
            return false;
        }
        List<Entry> old =
                Sql.list(
                        connection,
                        row -> new Entry(row.getLong(1), row.getBoolean(2)),
                        OLD,
                        horizons.deliverable(),
                        acked,
                        archiveId,
                        floor,
                        horizons.archived(),
                        batch);
        if (!old.isEmpty()) {
            takeOut(connection, old);
        }
        return old.size() == batch;
    }

    private void takeOut(Connection connection, List<Entry> old) throws SQLException {
        delete(connection, ids(old, false));
        Sql.update(
                connection,
                "UPDATE log SET until_delivered = true WHERE archive_id = ? AND id = ANY(?) AND NOT until_delivered",
                archiveId,
                ids(old, true));
        Sql.update(
                connection,
                "UPDATE archive SET floor = ? WHERE archive_id = ?",
                old.getLast().id(),
                archiveId);
        DerivedRows.trim(connection, archiveId, old.getLast().id());
    }

    /// What nobody fetched for too long counts as delivered: the cursor passes it, and it is gone
    /// unless the archive keeps it.
    private boolean giveUp(Connection connection, long border, int batch) throws SQLException {
        boolean more = false;
        if (acked < border) {
            List<Entry> late =
                    Sql.list(
                            connection,
                            row -> new Entry(row.getLong(1), row.getBoolean(2)),
                            UNDELIVERED,
                            archiveId,
                            acked,
                            border,
                            batch);
            if (!late.isEmpty()) {
                delete(connection, ids(late, true));
                Sql.update(
                        connection,
                        "UPDATE delivery_cursor SET acked = ? WHERE archive_id = ?",
                        late.getLast().id(),
                        archiveId);
            }
            more = late.size() == batch;
        }
        forgetExceptions(connection, border);
        return more;
    }

    private void forgetExceptions(Connection connection, long border) throws SQLException {
        List<Long> late =
                Sql.list(
                        connection,
                        row -> row.getLong(1),
                        "DELETE FROM delivery_exception WHERE archive_id = ? AND id < ? RETURNING id",
                        archiveId,
                        border);
        if (!late.isEmpty()) {
            Sql.update(
                    connection,
                    "DELETE FROM log WHERE archive_id = ? AND id = ANY(?) AND until_delivered",
                    archiveId,
                    late.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private void delete(Connection connection, long[] ids) throws SQLException {
        Sql.update(
                connection, "DELETE FROM log WHERE archive_id = ? AND id = ANY(?)", archiveId, ids);
    }

    private static long[] ids(List<Entry> entries, boolean marked) {
        return entries.stream()
                .filter(entry -> entry.marked() == marked)
                .mapToLong(Entry::id)
                .toArray();
    }
}
