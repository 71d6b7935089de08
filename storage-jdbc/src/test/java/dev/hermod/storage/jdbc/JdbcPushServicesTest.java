package dev.hermod.storage.jdbc;

import dev.hermod.extensions.push.PushServices;
import dev.hermod.extensions.push.PushServicesContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcPushServicesTest implements PushServicesContract {
    private final TestStorage storage;

    JdbcPushServicesTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public PushServices services() {
        return new JdbcPushServices(storage.database());
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
