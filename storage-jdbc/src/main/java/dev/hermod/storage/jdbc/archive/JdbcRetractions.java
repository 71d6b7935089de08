package dev.hermod.storage.jdbc.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.retraction.Retractions;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.follow.DerivedRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.xmpp.packet.JID;

/// Retractions in the archive of [Retractions#DUE], and what they change in others.
public final class JdbcRetractions implements Retractions {
    private final Database database;

    public JdbcRetractions(Database database) {
        this.database = database;
    }

    /// Makes the archive that retractions wait in, if it is not there.
    public static int prepare(Connection connection) throws SQLException {
        return Sql.update(
                connection,
                "INSERT INTO archive (owner) VALUES (?) ON CONFLICT DO NOTHING",
                DUE.toString());
    }

    @Override
    public List<ArchivedMessage> due(int limit) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        JdbcRetractions::message,
                        """
                        SELECT id, stanza FROM log
                        WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                        ORDER BY id LIMIT ?
                        """,
                        DUE.toString(),
                        limit));
    }

    @Override
    public void done(Collection<Long> ids) {
        database.call(connection ->
                Sql.update(
                        connection,
                        """
                        DELETE FROM log
                        WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?) AND id = ANY(?)
                        """,
                        DUE.toString(),
                        ids.stream().mapToLong(Long::longValue).toArray()));
    }

    @Override
    public List<ArchivedMessage> mentioning(
            JID owner, JID conversation, long before, String words, int looked) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        JdbcRetractions::message,
                        ArchiveSql.MENTIONING,
                        owner.toBareJID(),
                        conversation.toBareJID(),
                        before,
                        looked,
                        words.getBytes(UTF_8)));
    }

    @Override
    public void replace(JID owner, ArchivedMessage changed) {
        database.transactionally(connection -> {
            Optional<Long> archiveId =
                    Sql.first(
                            connection,
                            row -> row.getLong(1),
                            """
                            UPDATE log SET stanza = ?
                            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?) AND id = ?
                            RETURNING archive_id
                            """,
                            changed.stanza(),
                            owner.toBareJID(),
                            changed.id());
            if (archiveId.isPresent()) {
                DerivedRows.unindex(connection, archiveId.get(), changed.id());
            }
            return archiveId;
        });
    }

    private static ArchivedMessage message(ResultSet row) throws SQLException {
        return new ArchivedMessage(row.getLong("id"), row.getBytes("stanza"));
    }
}
