package dev.hermod.storage.jdbc;

import dev.hermod.extensions.blocking.BlockLists;
import dev.hermod.extensions.blocking.BlockListsContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcBlockListsTest implements BlockListsContract {
    private final TestStorage storage;

    JdbcBlockListsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public BlockLists lists() {
        return new JdbcBlockLists(storage.database());
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
