package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageLog;
import dev.hermod.storage.MessageLogContract;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcMessageLogTest implements MessageLogContract {
    private final TestStorage storage;
    private final JdbcMessageLog log;

    JdbcMessageLogTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
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
