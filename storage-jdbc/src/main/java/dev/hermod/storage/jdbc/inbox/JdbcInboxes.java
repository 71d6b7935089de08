package dev.hermod.storage.jdbc.inbox;

import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.LockedAccounts;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.xmpp.packet.JID;

/// Inboxes as they are read.
public final class JdbcInboxes implements Inboxes {
    /// What is unread in one room is counted up to here; whoever has more to read is told no more.
    static final int MOST_UNREAD = 1_000;

    /// An account's conversations, and those of the members-only rooms that it belongs to; one with
    /// a room may be both, since private messages have the room as their partner.
    private static final String CONVERSATIONS =
            """
            WITH owner AS MATERIALIZED (SELECT archive_id, owner AS jid FROM archive WHERE owner = ?),
            of_rooms AS (
                SELECT room.localpart || '@' || room.domain AS partner, last_id, shown_id, (
                    SELECT count(*) FROM (
                        SELECT FROM room_message WHERE room_message.archive_id = room.archive_id
                            AND id > greatest(since, read_id, up_to) LIMIT %d) newer) AS unread
                FROM owner JOIN room_affiliate USING (jid) JOIN room ON room.archive_id = room_affiliate.archive_id
                JOIN room_conversation ON room_conversation.archive_id = room.archive_id
                LEFT JOIN room_read ON room_read.archive_id = room.archive_id AND room_read.jid = owner.jid
                LEFT JOIN displayed ON displayed.archive_id = owner.archive_id AND in_room
                    AND displayed.partner = room.localpart || '@' || room.domain
                WHERE affiliation IN ('member', 'admin', 'owner') AND members_only),
            parts AS (
                SELECT partner,
                    CASE WHEN up_to > read_id AND up_to < last_id THEN (
                        SELECT count(*) FROM unread AS message WHERE message.archive_id = conversation.archive_id
                            AND message.partner = conversation.partner AND message.id > up_to AND counts)
                    WHEN up_to > read_id THEN 0 ELSE unread END AS unread,
                    last_id, shown_id, false AS room
                FROM conversation
                LEFT JOIN (SELECT archive_id, partner, up_to FROM displayed WHERE NOT in_room) AS displayed
                    USING (archive_id, partner)
                WHERE archive_id = (SELECT archive_id FROM owner)
                UNION ALL SELECT partner, unread, last_id, shown_id, true FROM of_rooms),
            conversations AS (
                SELECT partner, sum(unread)::integer AS unread, max(last_id) AS last_id, max(shown_id) AS shown_id,
                    (array_agg(room ORDER BY shown_id DESC))[1] AS room
                FROM parts GROUP BY partner)
            """
                    .formatted(MOST_UNREAD);

    /// One pass over the owner's conversations.
    static final String TOTALS =
            CONVERSATIONS
                    + """
                    SELECT count(*) AS conversations, count(*) FILTER (WHERE unread > 0) AS with_unread,
                        coalesce(sum(unread), 0) AS messages
                    FROM conversations
                    """;

    static final String PAGE =
            CONVERSATIONS
                    + """
                    SELECT partner, unread, last_id, shown_id, room FROM conversations
                    WHERE shown_id < ? AND shown_id > ? AND (unread > 0 OR NOT ?)
                    ORDER BY shown_id %s LIMIT ?
                    """;

    static final String NEWEST_FIRST = PAGE.formatted("DESC");
    static final String OLDEST_FIRST = PAGE.formatted("ASC");

    static final String NEWEST_IN_ROOMS =
            """
            SELECT max(newest.id) FROM room_affiliate JOIN room USING (archive_id) CROSS JOIN LATERAL
                (SELECT id FROM log WHERE log.archive_id = room.archive_id ORDER BY id DESC LIMIT 1) newest
            WHERE jid = ? AND affiliation IN ('member', 'admin', 'owner') AND members_only
            """;

    static final String DISPLAYED =
            """
            INSERT INTO displayed (archive_id, partner, in_room, up_to) VALUES (?, ?, ?, ?)
            ON CONFLICT (archive_id, partner, in_room) DO UPDATE SET up_to = excluded.up_to
            WHERE displayed.up_to < excluded.up_to
            """;

    private final Database database;
    private final BiConsumer<JID, LongSupplier> follow;

    /// @param follow returns when what the account's archive has, and everything up to another id,
    ///   is in its inbox, or after a while
    public JdbcInboxes(Database database, BiConsumer<JID, LongSupplier> follow) {
        this.database = database;
        this.follow = follow;
    }

    @Override
    public Page page(JID owner, Wish wish) {
        follow.accept(owner, () -> newestInRooms(owner));
        return database.call(connection ->
                new Page(entries(connection, owner, wish), totals(connection, owner)));
    }

    @Override
    public void displayed(JID owner, JID partner, long upTo, boolean inRoom) {
        database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            return archiveId.isPresent()
                    ? Sql.update(
                            connection,
                            DISPLAYED,
                            archiveId.getAsLong(),
                            partner.toString(),
                            inRoom,
                            upTo)
                    : 0;
        });
    }

    private long newestInRooms(JID owner) {
        return database.call(connection ->
                Sql.first(connection, row -> row.getLong(1), NEWEST_IN_ROOMS, owner.toString())
                        .orElse(0L));
    }

    private static Totals totals(Connection connection, JID owner) throws SQLException {
        return Sql.first(
                        connection,
                        row ->
                                new Totals(
                                        row.getInt("conversations"),
                                        row.getInt("with_unread"),
                                        row.getLong("messages")),
                        TOTALS,
                        owner.toString())
                .orElseThrow();
    }

    private static List<Entry> entries(Connection connection, JID owner, Wish wish)
            throws SQLException {
        if (wish.limit() == 0) {
            return List.of();
        }
        Long after = wish.after();
        Long before = wish.before();
        List<Entry> found =
                Sql.list(
                        connection,
                        JdbcInboxes::entry,
                        wish.fromOldest() ? OLDEST_FIRST : NEWEST_FIRST,
                        owner.toString(),
                        after == null ? Long.MAX_VALUE : after,
                        before == null ? 0 : before,
                        wish.unreadOnly(),
                        wish.limit());
        return wish.fromOldest() ? found.reversed() : found;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Jids.prepared(row.getString("partner")),
                row.getInt("unread"),
                row.getLong("last_id"),
                row.getLong("shown_id"),
                row.getBoolean("room"));
    }
}
