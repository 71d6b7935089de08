package dev.hermod.storage.jdbc;

import dev.hermod.extensions.lastactivity.LastActivities;
import dev.hermod.extensions.lastactivity.LastActivitiesContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcLastActivitiesTest implements LastActivitiesContract {
    private final TestStorage storage;

    JdbcLastActivitiesTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public LastActivities activities() {
        return new JdbcLastActivities(storage.database());
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
