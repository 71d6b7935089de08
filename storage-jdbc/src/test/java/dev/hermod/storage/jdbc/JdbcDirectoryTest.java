package dev.hermod.storage.jdbc;

import dev.hermod.extensions.directory.Directory;
import dev.hermod.extensions.directory.DirectoryContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcDirectoryTest implements DirectoryContract {
    private final TestStorage storage;

    JdbcDirectoryTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public Directory directory() {
        return new JdbcDirectory(storage.database());
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
