package dev.hermod.extensions.push;

import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.xmpp.packet.JID;

class MemoryPushServicesTest implements PushServicesContract {
    private final MemoryStorage storage = new MemoryStorage();
    private final PushServices services = new MemoryPushServices(storage);

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public PushServices services() {
        return services;
    }

    @Override
    public JID owner() {
        return TestServer.jid(UUID.randomUUID() + "@example.org");
    }
}
