package dev.hermod.storage.jdbc;

import dev.hermod.storage.Accounts;
import dev.hermod.storage.AccountsContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcAccountsTest implements AccountsContract {
    private final TestStorage storage;

    JdbcAccountsTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public Accounts accounts() {
        return storage.accounts();
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
