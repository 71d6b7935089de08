package dev.hermod.storage.jdbc;

import dev.hermod.extensions.blocking.BlockLists;
import dev.hermod.stanza.Jids;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.xmpp.packet.JID;

/// Block lists in the table `blocked`.
final class JdbcBlockLists implements BlockLists {
    private final Database database;

    JdbcBlockLists(Database database) {
        this.database = database;
    }

    @Override
    public Set<JID> load(JID owner) {
        return database
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> row.getString(1),
                                "SELECT address FROM archive JOIN blocked USING (archive_id) WHERE owner = ?",
                                owner.toString()))
                .stream()
                .map(Jids::prepared)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean add(JID owner, Collection<JID> addresses, int maximum) {
        return database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isEmpty()) {
                return false;
            }
            Sql.update(
                    connection,
                    """
                    INSERT INTO blocked (archive_id, address)
                    SELECT ?, address FROM unnest(?::text[]) AS added (address) ON CONFLICT DO NOTHING
                    """,
                    archiveId.getAsLong(),
                    texts(addresses));
            long entries =
                    Sql.first(
                                    connection,
                                    row -> row.getLong(1),
                                    "SELECT count(*) FROM blocked WHERE archive_id = ?",
                                    archiveId.getAsLong())
                            .orElse(0L);
            if (entries > maximum) {
                connection.rollback();
            }
            return entries <= maximum;
        });
    }

    @Override
    public void remove(JID owner, Collection<JID> addresses) {
        database.call(connection ->
                Sql.update(
                        connection,
                        """
                        DELETE FROM blocked USING archive
                        WHERE blocked.archive_id = archive.archive_id AND owner = ? AND address = ANY(?)
                        """,
                        owner.toString(),
                        texts(addresses)));
    }

    @Override
    public void clear(JID owner) {
        database.call(connection ->
                Sql.update(
                        connection,
                        "DELETE FROM blocked USING archive WHERE blocked.archive_id = archive.archive_id AND owner = ?",
                        owner.toString()));
    }

    private static String[] texts(Collection<JID> addresses) {
        return addresses.stream().map(JID::toString).toArray(String[]::new);
    }
}
