package dev.hermod.storage.jdbc;

import dev.hermod.extensions.muc.RoomStorage.Listing;
import dev.hermod.extensions.muc.RoomStorage.Stored;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.DeliveryCursors;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.log.LogOptions;
import dev.hermod.storage.jdbc.muc.JdbcRooms;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

/// The ports on a database of a test class; logs are opened by the tests, one after the other.
public record TestStorage(Access access, Database database) implements AutoCloseable {
    static final int TOMBSTONES = 5;

    public static TestStorage on(TestDatabase test) {
        Access access = new Access(test.jdbcUrl(), test.user(), test.password());
        new Schema(access, Duration.ZERO).migrate();
        return new TestStorage(access, new Database(access, 4, Duration.ofSeconds(10)));
    }

    public JdbcMessageLog log() {
        return log(InstantSource.system(), LogOptions.standard());
    }

    public JdbcMessageLog log(InstantSource wall, LogOptions options) {
        return JdbcMessageLog.open(access, database, wall, options);
    }

    /// Accounts that no log knows of.
    public Accounts accounts() {
        return new JdbcAccounts(database, new Erasures(database, _ -> {}), Clock.systemUTC());
    }

    public DeliveryCursors cursors() {
        return new JdbcDeliveryCursors(database);
    }

    public JID newAccount() {
        JID address = new JID(UUID.randomUUID().toString(), "example.org", null);
        accounts().create(address, List.of(), false);
        return address;
    }

    /// A room that no log knows of.
    public JID newRoom() {
        JID address = new JID(UUID.randomUUID().toString(), "conference.example.org", null);
        Listing listing = new Listing("", false, true, false);
        new JdbcRooms(database, new Erasures(database, _ -> {}), Clock.systemUTC())
                .create(new Stored(address, listing, "", null, List.of()));
        return address;
    }

    /// Of an account or a room.
    public long archiveId(JID owner) {
        return database.call(connection ->
                        Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT archive_id FROM archive WHERE owner = ?",
                                owner.toString()))
                .orElseThrow();
    }

    /// In all tables that have rows of owners, those of later migrations included.
    public long rowsOf(long archiveId) {
        return database.call(connection -> {
            long rows = 0;
            for (String table :
                    Sql.list(
                            connection,
                            row -> row.getString(1),
                            """
                            SELECT table_name FROM information_schema.columns
                            WHERE table_schema = current_schema() AND column_name = 'archive_id'
                            """)) {
                String sql = "SELECT count(*) FROM %s WHERE archive_id = ?".formatted(table);
                rows += Sql.first(connection, row -> row.getLong(1), sql, archiveId).orElseThrow();
            }
            return rows;
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
