package dev.hermod.storage.jdbc;

import dev.hermod.extensions.privatexml.PrivateXml;
import dev.hermod.extensions.privatexml.PrivateXmlContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcPrivateXmlTest implements PrivateXmlContract {
    private final TestStorage storage;

    JdbcPrivateXmlTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public PrivateXml store() {
        return new JdbcPrivateXml(storage.database());
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
