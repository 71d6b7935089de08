package dev.hermod.storage.jdbc.inbox;

import dev.hermod.extensions.inbox.Conversation;
import dev.hermod.extensions.inbox.Story;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.follow.Followed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The statements of a batch, each for all its conversations.
record InboxTables(Connection connection) {
    static final String ACCOUNTS = "SELECT archive_id FROM account WHERE archive_id = ANY (?)";

    static final String CONVERSATIONS =
            """
            SELECT archive_id, partner, last_id, shown_id, shown_message_id, shown_own, read_id, unread,
                greatest(read_id, displayed.up_to) AS seen_id
            FROM unnest(?::bigint[], ?::text[]) AS wanted (archive_id, partner)
            JOIN conversation USING (archive_id, partner)
            LEFT JOIN (SELECT archive_id, partner, up_to FROM displayed WHERE NOT in_room) AS displayed
                USING (archive_id, partner)
            """;

    static final String UNREAD =
            """
            SELECT archive_id, partner, message_id, max(id) AS id
            FROM unnest(?::bigint[], ?::text[], ?::text[]) AS wanted (archive_id, partner, message_id)
            JOIN unread USING (archive_id, partner, message_id) GROUP BY archive_id, partner, message_id
            """;

    static final String DELETE =
            """
            WITH gone AS (
                DELETE FROM unread
                USING unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[]) AS read (archive_id, partner, above, up_to)
                WHERE unread.archive_id = read.archive_id AND unread.partner = read.partner
                    AND id > above AND id <= up_to
                RETURNING unread.archive_id, unread.partner, counts)
            SELECT archive_id, partner, count(*) FILTER (WHERE counts) AS counted FROM gone GROUP BY archive_id, partner
            """;

    static final String ADD =
            """
            INSERT INTO unread (archive_id, partner, id, message_id, counts)
            SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::boolean[])
            """;

    static final String PUT =
            """
            INSERT INTO conversation
                (archive_id, partner, last_id, shown_id, shown_message_id, shown_own, read_id, unread)
            SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::boolean[], ?::bigint[],
                ?::integer[])
            ON CONFLICT (archive_id, partner) DO UPDATE SET (last_id, shown_id, shown_message_id, shown_own, read_id, unread)
                = (excluded.last_id, excluded.shown_id, excluded.shown_message_id, excluded.shown_own, excluded.read_id,
                   excluded.unread)
            """;

    /// A conversation with the number of its unread messages.
    ///
    /// @param tidyTo up to there no row says that something is unread; below what is read where the
    ///   account has said so by XEP-0490 since
    record Stored(Conversation conversation, int unread, long tidyTo) {}

    /// A conversation as it is stored.
    record Row(Key key, Stored stored) {}

    /// A message as the other side names it.
    record Reference(Key key, String messageId) {}

    /// Ids of a conversation, above one, up to another (inclusive).
    record Range(Key key, long above, long upTo) {}

    private record Added(Key key, long id, Story.Unread unread) {}

    void clear() throws SQLException {
        Sql.update(connection, "TRUNCATE conversation, unread");
    }

    /// Those of the entries' archives that belong to accounts.
    Set<Long> accounts(List<Followed> entries) throws SQLException {
        long[] archives = entries.stream().mapToLong(Followed::archiveId).distinct().toArray();
        return new HashSet<>(Sql.list(connection, row -> row.getLong(1), ACCOUNTS, archives));
    }

    Map<Key, Stored> conversations(Collection<Key> keys) throws SQLException {
        Map<Key, Stored> stored = new HashMap<>();
        Sql.list(
                connection,
                row -> stored.put(key(row), stored(row)),
                CONVERSATIONS,
                Key.archives(keys),
                Key.partners(keys));
        return stored;
    }

    /// The newest unread one of each.
    Map<Reference, Long> unread(List<Reference> references) throws SQLException {
        Map<Reference, Long> found = new HashMap<>();
        if (!references.isEmpty()) {
            List<Key> keys = references.stream().map(Reference::key).toList();
            Sql.list(
                    connection,
                    row ->
                            found.put(
                                    new Reference(key(row), row.getString("message_id")),
                                    row.getLong("id")),
                    UNREAD,
                    Key.archives(keys),
                    Key.partners(keys),
                    texts(references, Reference::messageId));
        }
        return found;
    }

    /// How many that count are deleted.
    Map<Key, Integer> delete(List<Range> ranges) throws SQLException {
        Map<Key, Integer> counted = new HashMap<>();
        if (!ranges.isEmpty()) {
            List<Key> keys = ranges.stream().map(Range::key).toList();
            Sql.list(
                    connection,
                    row -> counted.put(key(row), row.getInt("counted")),
                    DELETE,
                    Key.archives(keys),
                    Key.partners(keys),
                    ranges.stream().mapToLong(Range::above).toArray(),
                    ranges.stream().mapToLong(Range::upTo).toArray());
        }
        return counted;
    }

    /// What the stories leave unread.
    void add(Map<Key, Story> stories) throws SQLException {
        List<Added> added = new ArrayList<>();
        stories.forEach((key, story) ->
                story.added().forEach((id, unread) -> added.add(new Added(key, id, unread))));
        if (!added.isEmpty()) {
            List<Key> keys = added.stream().map(Added::key).toList();
            Sql.update(
                    connection,
                    ADD,
                    Key.archives(keys),
                    Key.partners(keys),
                    added.stream().mapToLong(Added::id).toArray(),
                    texts(added, each -> each.unread().messageId()),
                    added.stream().map(each -> each.unread().counts()).toArray(Boolean[]::new));
        }
    }

    void put(List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Key> keys = rows.stream().map(Row::key).toList();
        List<Conversation> states = rows.stream().map(row -> row.stored().conversation()).toList();
        Sql.update(
                connection,
                PUT,
                Key.archives(keys),
                Key.partners(keys),
                states.stream().mapToLong(Conversation::lastId).toArray(),
                states.stream().mapToLong(Conversation::shownId).toArray(),
                texts(states, Conversation::shownMessageId),
                states.stream().map(Conversation::shownOwn).toArray(Boolean[]::new),
                states.stream().mapToLong(Conversation::readId).toArray(),
                rows.stream().mapToInt(row -> row.stored().unread()).toArray());
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getLong("archive_id"), row.getString("partner"));
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Conversation(
                        row.getLong("last_id"),
                        row.getLong("shown_id"),
                        row.getString("shown_message_id"),
                        row.getBoolean("shown_own"),
                        row.getLong("seen_id")),
                row.getInt("unread"),
                row.getLong("read_id"));
    }

    private static <T> @Nullable String[] texts(
            List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
