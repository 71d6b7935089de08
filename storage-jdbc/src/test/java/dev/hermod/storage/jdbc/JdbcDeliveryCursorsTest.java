package dev.hermod.storage.jdbc;

import dev.hermod.storage.DeliveryCursors;
import dev.hermod.storage.DeliveryCursorsContract;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcDeliveryCursorsTest implements DeliveryCursorsContract {
    private final TestStorage storage;
    private final MessageLog log;

    JdbcDeliveryCursorsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
    }

    @Override
    public DeliveryCursors cursors() {
        return new JdbcDeliveryCursors(storage.database());
    }

    @Override
    public MessageLog log() {
        return log;
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }
}
