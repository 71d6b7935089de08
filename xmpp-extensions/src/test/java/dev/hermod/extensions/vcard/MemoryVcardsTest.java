package dev.hermod.extensions.vcard;

import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryVcardsTest implements VcardsContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public Vcards store() {
        return storage.port(Vcards.class);
    }

    @Override
    public JID owner() {
        JID owner = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(owner, List.of(), false);
        return owner;
    }
}
