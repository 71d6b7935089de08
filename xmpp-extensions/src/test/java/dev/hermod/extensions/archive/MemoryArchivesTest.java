package dev.hermod.extensions.archive;

import dev.hermod.storage.MessageLog;
import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryArchivesTest implements ArchivesContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public Archives archives() {
        return storage.port(Archives.class);
    }

    @Override
    public MessageLog log() {
        return storage.messageLog();
    }

    @Override
    public JID owner() {
        JID owner = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(owner, List.of(), false);
        return owner;
    }
}
