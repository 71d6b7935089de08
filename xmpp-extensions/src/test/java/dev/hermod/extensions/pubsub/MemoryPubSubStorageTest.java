package dev.hermod.extensions.pubsub;

import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.xmpp.packet.JID;

class MemoryPubSubStorageTest implements PubSubStorageContract {
    private final MemoryStorage storage = new MemoryStorage();

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public PubSubStorage nodes() {
        return storage.port(PubSubStorage.class);
    }

    @Override
    public JID account() {
        JID account = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(account, List.of(), false);
        return account;
    }

    @Override
    public void removeAccount(JID account) {
        storage.remove(account);
    }
}
