package dev.hermod.extensions.directory;

import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryDirectoryTest implements DirectoryContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public Directory directory() {
        return storage.port(Directory.class);
    }

    @Override
    public JID owner() {
        JID owner = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(owner, List.of(), false);
        return owner;
    }
}
