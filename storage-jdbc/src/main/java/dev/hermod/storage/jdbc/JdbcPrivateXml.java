package dev.hermod.storage.jdbc;

import dev.hermod.extensions.privatexml.PrivateXml;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xmpp.packet.JID;

/// Private XML in the table `private_xml`.
final class JdbcPrivateXml implements PrivateXml {
    private final Database database;

    JdbcPrivateXml(Database database) {
        this.database = database;
    }

    @Override
    public List<Entry> names(JID owner) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        row -> new Entry(row.getString(1), row.getString(2), null),
                        """
                        SELECT namespace, name FROM archive JOIN private_xml USING (archive_id)
                        WHERE owner = ? ORDER BY namespace, name
                        """,
                        owner.toString()));
    }

    @Override
    public Optional<String> find(JID owner, String namespace, String name) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row -> row.getString(1),
                        """
                        SELECT xml FROM archive JOIN private_xml USING (archive_id)
                        WHERE owner = ? AND namespace = ? AND name = ?
                        """,
                        owner.toString(),
                        namespace,
                        name));
    }

    @Override
    public boolean store(JID owner, Collection<Entry> entries, Bounds bounds) {
        return database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isEmpty()) {
                return false;
            }
            long id = archiveId.getAsLong();
            Size before = size(connection, id);
            for (Entry entry : entries) {
                write(connection, id, entry);
            }
            boolean fits = size(connection, id).fits(bounds, before);
            if (!fits) {
                connection.rollback();
            }
            return fits;
        });
    }

    private record Size(long items, long bytes) {
        boolean fits(Bounds bounds, Size before) {
            return (items <= bounds.items() || items <= before.items)
                    && (bytes <= bounds.bytes() || bytes <= before.bytes);
        }
    }

    private static Size size(Connection connection, long archiveId) throws SQLException {
        return Sql.first(
                        connection,
                        row -> new Size(row.getLong(1), row.getLong(2)),
                        """
                        SELECT count(*), coalesce(sum(octet_length(xml)), 0)
                        FROM private_xml WHERE archive_id = ?
                        """,
                        archiveId)
                .orElseThrow();
    }

    private static void write(Connection connection, long archiveId, Entry entry)
            throws SQLException {
        String xml = entry.xml();
        if (xml == null) {
            Sql.update(
                    connection,
                    "DELETE FROM private_xml WHERE archive_id = ? AND namespace = ? AND name = ?",
                    archiveId,
                    entry.namespace(),
                    entry.name());
        } else {
            Sql.update(
                    connection,
                    """
                    INSERT INTO private_xml (archive_id, namespace, name, xml) VALUES (?, ?, ?, ?)
                    ON CONFLICT (archive_id, namespace, name) DO UPDATE SET xml = EXCLUDED.xml
                    """,
                    archiveId,
                    entry.namespace(),
                    entry.name(),
                    xml);
        }
    }
}
