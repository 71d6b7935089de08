package dev.hermod.storage.jdbc;

import dev.hermod.storage.Accounts;
import dev.hermod.storage.DeliveryCursors;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.log.LogOptions;
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

    @Override
    public void close() {
        database.close();
    }
}
