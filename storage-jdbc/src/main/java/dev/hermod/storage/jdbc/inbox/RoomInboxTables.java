package dev.hermod.storage.jdbc.inbox;

import dev.hermod.extensions.inbox.RoomConversation;
import dev.hermod.extensions.inbox.RoomStory;
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

/// The statements of a batch about rooms, each for all of them.
record RoomInboxTables(Connection connection) {
    static final String ROOMS = "SELECT archive_id FROM room WHERE archive_id = ANY (?)";

    static final String CONVERSATIONS =
            """
            SELECT archive_id, last_id, shown_id, shown_message_id, shown_sender
            FROM room_conversation WHERE archive_id = ANY (?)
            """;

    static final String PUT =
            """
            INSERT INTO room_conversation (archive_id, last_id, shown_id, shown_message_id, shown_sender)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
            ON CONFLICT (archive_id) DO UPDATE SET (last_id, shown_id, shown_message_id, shown_sender)
                = (excluded.last_id, excluded.shown_id, excluded.shown_message_id, excluded.shown_sender)
            """;

    static final String ADD =
            """
            INSERT INTO room_message (archive_id, id, sender)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::text[])
            """;

    static final String WITHDRAW =
            """
            DELETE FROM room_message
            USING unnest(?::bigint[], ?::bigint[], ?::text[]) AS gone (archive_id, id, by)
            WHERE room_message.archive_id = gone.archive_id AND room_message.id = gone.id
                AND (gone.by IS NULL OR sender = gone.by)
            """;

    /// Of those that the room knows alone: others have no inbox of it.
    static final String READ =
            """
            INSERT INTO room_read (archive_id, jid, read_id)
            SELECT archive_id, jid, up_to FROM unnest(?::bigint[], ?::text[], ?::bigint[]) AS read (archive_id, jid, up_to)
            JOIN room_affiliate USING (archive_id, jid)
            ON CONFLICT (archive_id, jid) DO UPDATE SET read_id = greatest(room_read.read_id, excluded.read_id)
            """;

    private record Row<T>(long archiveId, T what) {}

    void clear() throws SQLException {
        Sql.update(connection, "TRUNCATE room_conversation, room_message, room_read");
    }

    /// Those of the entries' archives that belong to rooms.
    Set<Long> rooms(List<Followed> entries) throws SQLException {
        long[] archives = entries.stream().mapToLong(Followed::archiveId).distinct().toArray();
        return new HashSet<>(Sql.list(connection, row -> row.getLong(1), ROOMS, archives));
    }

    Map<Long, RoomConversation> conversations(Collection<Long> rooms) throws SQLException {
        Map<Long, RoomConversation> found = new HashMap<>();
        Sql.list(
                connection,
                row -> found.put(row.getLong("archive_id"), conversation(row)),
                CONVERSATIONS,
                rooms.stream().mapToLong(Long::longValue).toArray());
        return found;
    }

    private static RoomConversation conversation(ResultSet row) throws SQLException {
        return new RoomConversation(
                row.getLong("last_id"),
                row.getLong("shown_id"),
                row.getString("shown_message_id"),
                row.getString("shown_sender"));
    }

    void write(Map<Long, RoomStory> stories) throws SQLException {
        withdraw(rows(stories, RoomStory::withdrawn));
        add(rows(stories, story -> story.added().entrySet()));
        read(rows(stories, story -> story.read().entrySet()));
        put(
                rows(
                        stories,
                        story -> {
                            RoomConversation now = story.now();
                            return now == null ? List.of() : List.of(now);
                        }));
    }

    private static <T> List<Row<T>> rows(
            Map<Long, RoomStory> stories, Function<RoomStory, Collection<T>> of) {
        List<Row<T>> rows = new ArrayList<>();
        stories.forEach((archiveId, story) ->
                of.apply(story).forEach(each -> rows.add(new Row<>(archiveId, each))));
        return rows;
    }

    private void withdraw(List<Row<RoomStory.Withdrawal>> gone) throws SQLException {
        if (!gone.isEmpty()) {
            Sql.update(
                    connection,
                    WITHDRAW,
                    archives(gone),
                    gone.stream().mapToLong(row -> row.what().id()).toArray(),
                    texts(gone, RoomStory.Withdrawal::sender));
        }
    }

    private void add(List<Row<Map.Entry<Long, RoomStory.Counted>>> added) throws SQLException {
        if (!added.isEmpty()) {
            Sql.update(
                    connection,
                    ADD,
                    archives(added),
                    added.stream().mapToLong(row -> row.what().getKey()).toArray(),
                    texts(added, each -> each.getValue().sender()));
        }
    }

    private void read(List<Row<Map.Entry<String, Long>>> read) throws SQLException {
        if (!read.isEmpty()) {
            Sql.update(
                    connection,
                    READ,
                    archives(read),
                    texts(read, Map.Entry::getKey),
                    read.stream().mapToLong(row -> row.what().getValue()).toArray());
        }
    }

    private void put(List<Row<RoomConversation>> rows) throws SQLException {
        if (!rows.isEmpty()) {
            Sql.update(
                    connection,
                    PUT,
                    archives(rows),
                    rows.stream().mapToLong(row -> row.what().lastId()).toArray(),
                    rows.stream().mapToLong(row -> row.what().shownId()).toArray(),
                    texts(rows, RoomConversation::shownMessageId),
                    texts(rows, RoomConversation::shownSender));
        }
    }

    private static long[] archives(List<? extends Row<?>> rows) {
        return rows.stream().mapToLong(Row::archiveId).toArray();
    }

    private static <T> @Nullable String[] texts(
            List<Row<T>> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(row -> column.apply(row.what())).toArray(String[]::new);
    }
}
