package dev.hermod.storage.jdbc.inbox;

import dev.hermod.extensions.inbox.Inboxes;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.xmpp.packet.JID;

/// Inboxes as they are read.
public final class JdbcInboxes implements Inboxes {
    /// One pass over the owner's conversations.
    static final String TOTALS =
            """
            SELECT count(*) AS conversations, count(*) FILTER (WHERE unread > 0) AS with_unread,
                coalesce(sum(unread), 0) AS messages
            FROM conversation WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
            """;

    static final String PAGE =
            """
            SELECT partner, unread, last_id, shown_id FROM conversation
            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND shown_id < ? AND shown_id > ? AND (unread > 0 OR NOT ?)
            ORDER BY shown_id %s LIMIT ?
            """;

    static final String NEWEST_FIRST = PAGE.formatted("DESC");
    static final String OLDEST_FIRST = PAGE.formatted("ASC");

    private final Database database;
    private final Consumer<JID> follow;

    /// @param follow returns when what the account's archive has is in its inbox, or after a while
    public JdbcInboxes(Database database, Consumer<JID> follow) {
        this.database = database;
        this.follow = follow;
    }

    @Override
    public Page page(JID owner, Wish wish) {
        follow.accept(owner);
        return database.call(connection ->
                new Page(entries(connection, owner, wish), totals(connection, owner)));
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
                row.getLong("shown_id"));
    }
}
