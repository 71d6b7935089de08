package dev.hermod.extensions.muc;

import dev.hermod.storage.MessageLog;
import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.xmpp.packet.JID;

class MemoryRoomStorageTest implements RoomStorageContract {
    private final MemoryStorage storage = new MemoryStorage();

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public RoomStorage rooms() {
        return storage.port(RoomStorage.class);
    }

    @Override
    public MessageLog log() {
        return storage.messageLog();
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
