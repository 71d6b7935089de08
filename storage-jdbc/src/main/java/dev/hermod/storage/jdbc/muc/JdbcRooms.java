package dev.hermod.storage.jdbc.muc;

import dev.hermod.extensions.muc.Affiliate;
import dev.hermod.extensions.muc.RoomStorage;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Erasures;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rooms in the tables `archive`, `room` and `room_affiliate`.
public final class JdbcRooms implements RoomStorage {
    /// Of one moment, since it is one statement.
    static final String FIND =
            """
            SELECT name, listed, persistent, members_only, settings, subject, jids, affiliations, nicks, reasons
            FROM archive JOIN room USING (archive_id) CROSS JOIN LATERAL (
                SELECT array_agg(jid) AS jids, array_agg(affiliation) AS affiliations,
                    array_agg(nick) AS nicks, array_agg(reason) AS reasons
                FROM (SELECT * FROM room_affiliate WHERE archive_id = room.archive_id ORDER BY jid) sorted) affiliates
            WHERE owner = ?
            """;

    static final String OWNED =
            "SELECT count(*) FROM room_affiliate WHERE jid = ? AND affiliation = 'owner'";

    static final String JOINED =
            """
            SELECT domain, localpart FROM room_affiliate JOIN room USING (archive_id)
            WHERE jid = ? AND affiliation IN ('member', 'admin', 'owner') ORDER BY domain, localpart
            """;

    static final String TEMPORARY =
            "SELECT domain, localpart FROM room WHERE domain = ? AND NOT persistent ORDER BY localpart";

    private static final String OF_OWNER =
            "WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)";

    private final Database database;
    private final Erasures erasures;
    private final Clock clock;

    public JdbcRooms(Database database, Erasures erasures, Clock clock) {
        this.database = database;
        this.erasures = erasures;
        this.clock = clock;
    }

    @Override
    public Optional<Stored> find(JID room) {
        return database.call(connection ->
                Sql.first(connection, row -> stored(room, row), FIND, room.toBareJID()));
    }

    private static Stored stored(JID room, ResultSet row) throws SQLException {
        return new Stored(
                Jids.bare(room),
                new Listing(
                        row.getString("name"),
                        row.getBoolean("listed"),
                        row.getBoolean("persistent"),
                        row.getBoolean("members_only")),
                row.getString("settings"),
                row.getString("subject"),
                AffiliateRows.read(row));
    }

    @Override
    public boolean create(Stored room) {
        JID address = room.address();
        if (address.getNode() == null || address.getResource() != null) {
            throw new IllegalArgumentException("not the bare address of a room: " + address);
        }
        return database.transactionally(connection -> {
            Optional<Long> archiveId = erasures.newArchive(connection, address.toBareJID());
            if (archiveId.isPresent()) {
                insert(connection, archiveId.get(), room);
            }
            return archiveId.isPresent();
        });
    }

    private void insert(Connection connection, long archiveId, Stored room) throws SQLException {
        Listing listing = room.listing();
        Sql.update(
                connection,
                """
                INSERT INTO room (archive_id, domain, localpart, name, listed, persistent, members_only,
                    settings, subject, created)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                archiveId,
                room.address().getDomain(),
                room.address().getNode(),
                listing.name(),
                listing.listed(),
                listing.persistent(),
                listing.membersOnly(),
                room.settings(),
                room.subject(),
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        new AffiliateRows(connection, archiveId).change(room.affiliates());
    }

    @Override
    public void configure(JID room, Listing listing, String settings) {
        update(
                "UPDATE room SET (name, listed, persistent, members_only, settings) = (?, ?, ?, ?, ?) ",
                listing.name(),
                listing.listed(),
                listing.persistent(),
                listing.membersOnly(),
                settings,
                room.toBareJID());
    }

    @Override
    public void subject(JID room, String subject) {
        update("UPDATE room SET subject = ? ", subject, room.toBareJID());
    }

    @Override
    public void vcard(JID room, @Nullable String vcard) {
        update("UPDATE room SET vcard = ?::text ", vcard, room.toBareJID());
    }

    private void update(String update, @Nullable Object... parameters) {
        database.call(connection -> Sql.update(connection, update + OF_OWNER, parameters));
    }

    @Override
    public void affiliate(JID room, Collection<Affiliate> changes) {
        database.transactionally(connection -> {
            Optional<Long> archiveId = lock(connection, room, "NO KEY UPDATE OF room");
            if (archiveId.isPresent()) {
                new AffiliateRows(connection, archiveId.get()).change(changes);
            }
            return archiveId;
        });
    }

    @Override
    public void remove(JID room) {
        String owner = room.toBareJID();
        Optional<Long> removed =
                database.transactionally(connection -> {
                    Optional<Long> found = lock(connection, room, "UPDATE");
                    if (found.isPresent()) {
                        erasures.begin(connection, found.get(), owner);
                    }
                    return found;
                });
        removed.ifPresent(archiveId -> erasures.finish(archiveId, owner));
    }

    private static Optional<Long> lock(Connection connection, JID room, String strength)
            throws SQLException {
        return Sql.first(
                connection,
                row -> row.getLong(1),
                "SELECT archive_id FROM archive JOIN room USING (archive_id) WHERE owner = ? FOR "
                        + strength,
                room.toBareJID());
    }

    @Override
    public Page listed(String domain, Window window) {
        return database.call(connection -> PublicList.page(connection, domain, window));
    }

    @Override
    public List<JID> temporary(String domain) {
        return addresses(TEMPORARY, domain);
    }

    @Override
    public int owned(JID account) {
        return database.call(connection ->
                Sql.first(connection, row -> row.getInt(1), OWNED, account.toBareJID())
                        .orElseThrow());
    }

    @Override
    public List<JID> joined(JID account) {
        return addresses(JOINED, account.toBareJID());
    }

    private List<JID> addresses(String sql, String parameter) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        row -> address(row.getString("localpart"), row.getString("domain")),
                        sql,
                        parameter));
    }

    static JID address(String localpart, String domain) {
        return Jids.prepared(localpart + "@" + domain);
    }

    @Override
    public Optional<String> vcard(JID room) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row -> row.getString(1),
                        "SELECT vcard FROM room " + OF_OWNER + " AND vcard IS NOT NULL",
                        room.toBareJID()));
    }
}
