package dev.hermod.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.auth.LoginToken;
import dev.hermod.auth.LoginTokens;
import dev.hermod.auth.LoginTokensContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcLoginTokensTest implements LoginTokensContract {
    private final TestStorage storage;

    JdbcLoginTokensTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    private static LoginToken token() {
        return new LoginToken(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "HT-SHA-256-EXPR",
                NOW,
                NOW.plusSeconds(60),
                null,
                -1,
                null,
                null);
    }

    @Test
    void aNewPasswordEndsThem() {
        JID account = storage.newAccount();
        tokens().add(account.toString(), token(), MANY);
        storage.accounts().replaceVerifiers(account, List.of());
        assertThat(tokens().all(account.toString())).isEmpty();
    }

    @Test
    void nobodyGetsOneWithoutAnAccount() {
        JID account = storage.newAccount();
        storage.accounts().remove(account);
        assertThat(tokens().add(account.toString(), token(), MANY)).isFalse();
    }

    @Override
    public LoginTokens tokens() {
        return new JdbcLoginTokens(storage.database());
    }

    @Override
    public String newAccount() {
        return storage.newAccount().toString();
    }

    @AfterAll
    void close() {
        storage.close();
    }
}
