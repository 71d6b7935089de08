package dev.hermod.storage.jdbc;

import dev.hermod.storage.Rosters;
import dev.hermod.storage.RostersContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcRostersTest implements RostersContract {
    private final TestStorage storage;

    JdbcRostersTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public Rosters rosters() {
        return new JdbcRosters(storage.database(), TestStorage.TOMBSTONES);
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @Override
    public int remembered() {
        return TestStorage.TOMBSTONES;
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
