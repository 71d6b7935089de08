package dev.hermod.storage.jdbc;

import dev.hermod.stanza.Jids;
import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import dev.hermod.storage.Subscription;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rosters in the tables `roster` and `roster_item`; a removed item stays as a tombstone for a
/// while.
final class JdbcRosters implements Rosters {
    static final String OF_OWNERS =
            """
            SELECT owner, item.* FROM archive JOIN roster_item item USING (archive_id)
            WHERE owner = ANY(?) AND contact = ? AND NOT removed
            """;

    private final Database database;
    private final int tombstones;

    /// @param tombstones how many removed items a roster remembers
    JdbcRosters(Database database, int tombstones) {
        this.database = database;
        this.tombstones = tombstones;
    }

    @Override
    public Roster load(JID owner) {
        // One statement sees one state: two could have a change between them.
        return database.call(connection -> {
            List<VersionedItem> rows =
                    Sql.list(
                            connection,
                            JdbcRosters::versioned,
                            """
                            SELECT roster.version AS roster_version, item.*
                            FROM archive JOIN roster USING (archive_id)
                            LEFT JOIN roster_item item ON item.archive_id = roster.archive_id AND NOT removed
                            WHERE owner = ?
                            """,
                            owner.toBareJID());
            long version = rows.isEmpty() ? 0 : rows.getFirst().rosterVersion();
            return new Roster(
                    version,
                    rows.stream()
                            .flatMap(row -> Optional.ofNullable(row.item()).stream())
                            .toList());
        });
    }

    @Override
    public Optional<RosterItem> find(JID owner, JID contact) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        JdbcRosters::item,
                        """
                        SELECT item.* FROM archive JOIN roster_item item USING (archive_id)
                        WHERE owner = ? AND contact = ? AND NOT removed
                        """,
                        owner.toBareJID(),
                        contact.toString()));
    }

    @Override
    public Map<JID, RosterItem> find(Collection<JID> owners, JID contact) {
        record Owned(JID owner, RosterItem item) {}
        return database
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> new Owned(Jids.prepared(row.getString("owner")), item(row)),
                                OF_OWNERS,
                                owners.stream().map(JID::toString).toArray(String[]::new),
                                contact.toString()))
                .stream()
                .collect(Collectors.toMap(Owned::owner, Owned::item));
    }

    @Override
    public Optional<List<RosterChange>> changesSince(JID owner, long version) {
        List<VersionedItem> rows =
                database.call(connection ->
                        Sql.list(
                                connection,
                                JdbcRosters::versioned,
                                """
                                SELECT roster.version AS roster_version, item.*
                                FROM archive JOIN roster USING (archive_id)
                                LEFT JOIN roster_item item ON item.archive_id = roster.archive_id AND item.version > ?
                                WHERE owner = ? AND oldest <= ? AND roster.version >= ?
                                ORDER BY item.version
                                """,
                                version,
                                owner.toBareJID(),
                                version,
                                version));
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        rows.stream()
                                .flatMap(row -> Optional.ofNullable(row.change()).stream())
                                .toList());
    }

    @Override
    public Optional<RosterChange> update(JID owner, JID contact, int maximumItems, Edit edit) {
        return database.transactionally(connection -> {
            Locked roster = lock(connection, owner);
            RosterItem present = present(connection, roster, contact);
            RosterItem changed = edit.apply(present);
            if (Objects.equals(present, changed)) {
                return Optional.empty();
            }
            refuseWhenFull(connection, roster, present, changed, maximumItems);
            long version = roster.version() + 1;
            write(connection, roster, version, contact, changed);
            return Optional.of(new RosterChange(contact, changed, version));
        });
    }

    private record Locked(long archiveId, long version) {}

    private static Locked lock(Connection connection, JID owner) throws SQLException {
        return Sql.first(
                        connection,
                        row -> new Locked(row.getLong(1), row.getLong(2)),
                        """
                        SELECT archive_id, version FROM archive JOIN roster USING (archive_id)
                        WHERE owner = ? FOR UPDATE OF roster
                        """,
                        owner.toBareJID())
                .orElseThrow(() -> new NoSuchElementException("no account " + owner));
    }

    private static @Nullable RosterItem present(Connection connection, Locked roster, JID contact)
            throws SQLException {
        return Sql.first(
                        connection,
                        JdbcRosters::item,
                        "SELECT * FROM roster_item WHERE archive_id = ? AND contact = ? AND NOT removed",
                        roster.archiveId(),
                        contact.toString())
                .orElse(null);
    }

    private static void refuseWhenFull(
            Connection connection,
            Locked roster,
            @Nullable RosterItem present,
            @Nullable RosterItem changed,
            int maximumItems)
            throws SQLException {
        boolean more =
                changed != null && changed.listed() && (present == null || !present.listed());
        if (more && listed(connection, roster) >= maximumItems) {
            throw new RosterFullException(maximumItems);
        }
    }

    private static long listed(Connection connection, Locked roster) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "SELECT count(*) FROM roster_item WHERE archive_id = ? AND listed AND NOT removed",
                        roster.archiveId())
                .orElseThrow();
    }

    private void write(
            Connection connection,
            Locked roster,
            long version,
            JID contact,
            @Nullable RosterItem item)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE roster SET version = ? WHERE archive_id = ?",
                version,
                roster.archiveId());
        if (item == null) {
            bury(connection, roster, version, contact);
        } else {
            put(connection, roster, version, contact, item);
        }
    }

    private static void put(
            Connection connection, Locked roster, long version, JID contact, RosterItem item)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO roster_item (archive_id, contact, version, removed,
                    name, groups, subscription, listed, ask, approved, request)
                VALUES (?, ?, ?, false, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (archive_id, contact) DO UPDATE SET
                    (version, removed, name, groups, subscription, listed, ask, approved, request) =
                    (EXCLUDED.version, false, EXCLUDED.name, EXCLUDED.groups, EXCLUDED.subscription,
                     EXCLUDED.listed, EXCLUDED.ask, EXCLUDED.approved, EXCLUDED.request)
                """,
                roster.archiveId(),
                contact.toString(),
                version,
                item.name(),
                item.groups().toArray(String[]::new),
                item.subscription().name(),
                item.listed(),
                item.ask(),
                item.approved(),
                item.request());
    }

    /// Leaves a tombstone without what the item said, and gives up the oldest beyond the bound.
    private void bury(Connection connection, Locked roster, long version, JID contact)
            throws SQLException {
        Sql.update(
                connection,
                """
                UPDATE roster_item SET version = ?, removed = true, name = NULL, groups = '{}', subscription = 'NONE',
                    listed = false, ask = false, approved = false, request = NULL
                WHERE archive_id = ? AND contact = ?
                """,
                version,
                roster.archiveId(),
                contact.toString());
        Sql.update(
                connection,
                """
                WITH gone AS (DELETE FROM roster_item WHERE archive_id = ? AND contact IN
                    (SELECT contact FROM roster_item WHERE archive_id = ? AND removed
                     ORDER BY version DESC OFFSET ?) RETURNING version)
                UPDATE roster SET oldest = gone.version FROM (SELECT max(version) AS version FROM gone) gone
                WHERE archive_id = ? AND gone.version IS NOT NULL
                """,
                roster.archiveId(),
                roster.archiveId(),
                tombstones,
                roster.archiveId());
    }

    /// A row of a roster joined with its items; an empty roster has one row without an item.
    private record VersionedItem(
            long rosterVersion, @Nullable RosterItem item, @Nullable RosterChange change) {}

    private static VersionedItem versioned(ResultSet row) throws SQLException {
        long rosterVersion = row.getLong("roster_version");
        String contact = row.getString("contact");
        if (contact == null) {
            return new VersionedItem(rosterVersion, null, null);
        }
        RosterItem item = row.getBoolean("removed") ? null : item(row);
        RosterChange change =
                new RosterChange(new JID(contact, true), item, row.getLong("version"));
        return new VersionedItem(rosterVersion, item, change);
    }

    private static RosterItem item(ResultSet row) throws SQLException {
        return new RosterItem(
                new JID(row.getString("contact"), true),
                row.getString("name"),
                Set.of((String[]) row.getArray("groups").getArray()),
                Subscription.valueOf(row.getString("subscription")),
                row.getBoolean("listed"),
                row.getBoolean("ask"),
                row.getBoolean("approved"),
                row.getString("request"));
    }
}
