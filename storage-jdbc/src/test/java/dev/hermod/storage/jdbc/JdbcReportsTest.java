package dev.hermod.storage.jdbc;

import dev.hermod.storage.Reports;
import dev.hermod.storage.ReportsContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcReportsTest implements ReportsContract {
    private final TestStorage storage;

    JdbcReportsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public Reports reports() {
        return new JdbcReports(storage.database());
    }

    @Override
    public JID owner() {
        return storage.newAccount();
    }

    @Override
    public JID nobody() {
        return new JID(UUID.randomUUID().toString(), "example.org", null);
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
