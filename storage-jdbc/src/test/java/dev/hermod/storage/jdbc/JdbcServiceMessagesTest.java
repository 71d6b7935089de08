package dev.hermod.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.administration.ServiceMessages;
import dev.hermod.extensions.administration.ServiceMessages.Kind;
import dev.hermod.extensions.administration.ServiceMessagesContract;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcServiceMessagesTest implements ServiceMessagesContract {
    private final TestStorage storage;

    JdbcServiceMessagesTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
    }

    @Override
    public ServiceMessages messages() {
        return new JdbcServiceMessages(storage.database());
    }

    @Override
    public JID account() {
        return storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    @Test
    void removedAccountLeavesNoRow() {
        JID account = account();
        long archiveId = storage.archiveId(account);
        messages().note(account, Kind.MOTD, NOW);
        storage.accounts().remove(account);
        assertThat(storage.rowsOf(archiveId)).isZero();
    }
}
