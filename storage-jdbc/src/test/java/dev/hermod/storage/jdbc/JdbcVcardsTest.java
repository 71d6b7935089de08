package dev.hermod.storage.jdbc;

import dev.hermod.extensions.vcard.Vcards;
import dev.hermod.extensions.vcard.VcardsContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcVcardsTest implements VcardsContract {
    private final TestStorage storage;

    JdbcVcardsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public Vcards store() {
        return new JdbcVcards(storage.database());
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
