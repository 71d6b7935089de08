package dev.hermod.storage.jdbc.follow;

import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Takes back what readers derived of entries that are not in the log any more. Each waits for the
/// batches that readers have under way, and later ones for the end of the caller's transaction:
/// they see the log as the caller leaves it.
public final class DerivedRows {
    private static final String UNREAD =
            """
            WITH gone AS (DELETE FROM unread WHERE %s RETURNING archive_id, partner, counts),
                counted AS (SELECT archive_id, partner, count(*) FILTER (WHERE counts) AS messages
                    FROM gone GROUP BY archive_id, partner)
            UPDATE conversation SET unread = unread - messages FROM counted
            WHERE conversation.archive_id = counted.archive_id AND conversation.partner = counted.partner
            """;

    private static final String OF_ARCHIVE = UNREAD.formatted("archive_id = ? AND id <= ?");
    private static final String OF_ALL = UNREAD.formatted("id <= ?");

    /// Tables with a row per entry.
    private static final List<String> LISTS = List.of("search", "room_message");

    private DerivedRows() {}

    /// Batches that are under way may still write something of an archive that is gone; those that
    /// begin behind this do not.
    ///
    /// @return how many readers there are
    public static int awaitReaders(Connection connection) throws SQLException {
        return Sql.list(
                        connection,
                        row -> row.getString(1),
                        "SELECT name FROM follower ORDER BY name FOR UPDATE")
                .size();
    }

    /// Entries of an archive up to this one are gone because of their age.
    public static void trim(Connection connection, long archiveId, long upTo) throws SQLException {
        awaitReaders(connection);
        Sql.update(connection, OF_ARCHIVE, archiveId, upTo);
        Sql.update(
                connection,
                "DELETE FROM conversation WHERE archive_id = ? AND last_id <= ?",
                archiveId,
                upTo);
        for (String table : LISTS) {
            Sql.update(
                    connection,
                    "DELETE FROM %s WHERE archive_id = ? AND id <= ?".formatted(table),
                    archiveId,
                    upTo);
        }
        Sql.update(
                connection,
                "DELETE FROM room_conversation WHERE archive_id = ? AND last_id <= ?",
                archiveId,
                upTo);
    }

    /// Entries of all archives up to this one are about to go; the index of their words goes by
    /// months.
    public static void trimAll(Connection connection, long upTo) throws SQLException {
        Sql.update(connection, OF_ALL, upTo);
        Sql.update(connection, "DELETE FROM conversation WHERE last_id <= ?", upTo);
        Sql.update(connection, "DELETE FROM room_message WHERE id <= ?", upTo);
        Sql.update(connection, "DELETE FROM room_conversation WHERE last_id <= ?", upTo);
    }

    /// An entry says something else now.
    public static void unindex(Connection connection, long archiveId, long id) throws SQLException {
        awaitReaders(connection);
        Sql.update(connection, "DELETE FROM search WHERE archive_id = ? AND id = ?", archiveId, id);
    }
}
