package dev.hermod.storage.jdbc;

import dev.hermod.extensions.lastactivity.LastActivities;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.xmpp.packet.JID;

/// When accounts were last online, in the table `last_activity`.
final class JdbcLastActivities implements LastActivities {
    private final Database database;

    JdbcLastActivities(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Seen> find(JID owner) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row ->
                                new Seen(
                                        owner,
                                        Instant.ofEpochMilli(row.getLong(1)),
                                        row.getString(2)),
                        "SELECT seen, status FROM archive JOIN last_activity USING (archive_id) WHERE owner = ?",
                        owner.toString()));
    }

    /// The accounts are held, in one order, so that one that is removed meanwhile is no error.
    @Override
    public void store(Collection<Seen> seen) {
        String[] owners = seen.stream().map(one -> one.owner().toString()).toArray(String[]::new);
        long[] times = seen.stream().mapToLong(one -> one.at().toEpochMilli()).toArray();
        String[] states = seen.stream().map(Seen::status).toArray(String[]::new);
        database.call(connection ->
                Sql.update(
                        connection,
                        """
                        WITH news AS (SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[]) AS n (owner, seen, status)),
                        held AS (SELECT account.archive_id, archive.owner FROM account JOIN archive USING (archive_id)
                            WHERE owner IN (SELECT owner FROM news) ORDER BY archive_id FOR KEY SHARE OF account)
                        INSERT INTO last_activity (archive_id, seen, status)
                        SELECT archive_id, seen, status FROM held JOIN news USING (owner)
                        ON CONFLICT (archive_id) DO UPDATE SET seen = EXCLUDED.seen, status = EXCLUDED.status
                        """,
                        owners,
                        times,
                        states));
    }
}
