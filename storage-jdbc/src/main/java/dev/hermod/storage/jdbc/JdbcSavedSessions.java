package dev.hermod.storage.jdbc;

import dev.hermod.stanza.Jids;
import dev.hermod.storage.SavedSession;
import dev.hermod.storage.SavedSessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.function.Function;
import org.xmpp.packet.JID;

/// Saved sessions in the table `saved_session`.
final class JdbcSavedSessions implements SavedSessions {
    private final Database database;

    JdbcSavedSessions(Database database) {
        this.database = database;
    }

    @Override
    public void save(List<SavedSession> sessions) {
        database.call(connection ->
                Sql.update(
                        connection,
                        """
                        INSERT INTO saved_session (stream, archive_id, resource, until, state)
                        SELECT stream, archive_id, resource, until, state
                        FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
                            AS saved (stream, owner, resource, until, state)
                        JOIN archive USING (owner) JOIN account USING (archive_id)
                        ON CONFLICT (stream) DO NOTHING
                        """,
                        texts(sessions, SavedSession::stream),
                        texts(sessions, session -> Jids.bare(session.address()).toString()),
                        texts(sessions, session -> session.address().getResource()),
                        sessions.stream()
                                .map(session -> Timestamp.from(session.until()))
                                .toArray(Timestamp[]::new),
                        texts(sessions, SavedSession::state)));
    }

    private static String[] texts(
            List<SavedSession> sessions, Function<SavedSession, String> text) {
        return sessions.stream().map(text).toArray(String[]::new);
    }

    @Override
    public List<SavedSession> take(int limit) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        JdbcSavedSessions::session,
                        """
                        DELETE FROM saved_session USING archive
                        WHERE archive.archive_id = saved_session.archive_id
                            AND stream IN (SELECT stream FROM saved_session LIMIT ?)
                        RETURNING owner, resource, stream, until, state
                        """,
                        limit));
    }

    private static SavedSession session(ResultSet row) throws SQLException {
        JID account = Jids.prepared(row.getString("owner"));
        return new SavedSession(
                new JID(account.getNode(), account.getDomain(), row.getString("resource"), true),
                row.getString("stream"),
                row.getTimestamp("until").toInstant(),
                row.getString("state"));
    }
}
