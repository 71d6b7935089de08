package dev.hermod.extensions.administration;

import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryServiceMessagesTest implements ServiceMessagesContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public ServiceMessages messages() {
        return storage.port(ServiceMessages.class);
    }

    @Override
    public JID account() {
        JID account = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(account, List.of(), false);
        return account;
    }
}
