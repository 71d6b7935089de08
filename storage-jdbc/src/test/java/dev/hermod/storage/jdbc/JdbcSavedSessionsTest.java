package dev.hermod.storage.jdbc;

import dev.hermod.storage.SavedSessions;
import dev.hermod.storage.SavedSessionsContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcSavedSessionsTest implements SavedSessionsContract {
    private final TestStorage storage;

    JdbcSavedSessionsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public SavedSessions savedSessions() {
        return new JdbcSavedSessions(storage.database());
    }

    @Override
    public JID newAccount() {
        return storage.newAccount();
    }

    @Override
    public void remove(JID account) {
        storage.accounts().remove(account);
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
