package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.xmpp.packet.JID;

/// Reads entries by the primary key `(archive_id, id)`, only in the months they are in.
final class LogReader {
    static final String DELIVERABLE =
            """
            SELECT id, prev, conversation, resource, deliver, stanza FROM log
            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND id > ? AND id <= ? AND deliver
            ORDER BY id LIMIT ?
            """;

    static final String ENTRIES =
            """
            SELECT id, prev, conversation, resource, deliver, stanza FROM log
            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?) AND id = ANY(?)
            ORDER BY id
            """;

    static final String LAST =
            """
            SELECT id FROM log WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
            ORDER BY id DESC LIMIT 1
            """;

    static final String NUMBER =
            """
            SELECT inbound FROM log
            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND id > ? AND stream = ? AND inbound IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """;

    private final Database database;

    LogReader(Database database) {
        this.database = database;
    }

    List<LogEntry> deliverable(JID owner, long after, long upTo, int limit) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        row -> entry(owner, row),
                        DELIVERABLE,
                        owner.toBareJID(),
                        after,
                        upTo,
                        limit));
    }

    List<LogEntry> entries(JID owner, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.call(connection ->
                Sql.list(
                        connection,
                        row -> entry(owner, row),
                        ENTRIES,
                        owner.toBareJID(),
                        ids.stream().mapToLong(Long::longValue).toArray()));
    }

    long lastId(JID owner) {
        return database.call(connection ->
                Sql.first(connection, row -> row.getLong(1), LAST, owner.toBareJID()).orElse(0L));
    }

    long lastNumber(JID owner, String stream, Instant since) {
        return database.call(connection ->
                Sql.first(
                                connection,
                                row -> row.getLong(1),
                                NUMBER,
                                owner.toBareJID(),
                                MessageIds.first(since.toEpochMilli()),
                                stream)
                        .orElse(-1L));
    }

    private static LogEntry entry(JID owner, ResultSet row) throws SQLException {
        String resource = row.getString("resource");
        JID target =
                resource == null
                        ? owner.asBareJID()
                        : new JID(owner.getNode(), owner.getDomain(), resource, true);
        return new LogEntry(
                row.getLong("id"),
                row.getLong("prev"),
                new JID(row.getString("conversation"), true),
                target,
                row.getBoolean("deliver"),
                row.getBytes("stanza"));
    }
}
