package dev.hermod.extensions.archive;

import dev.hermod.testing.MemoryStorage;
import dev.hermod.testing.TestServer;
import java.util.List;
import java.util.UUID;
import org.xmpp.packet.JID;

class MemoryArchiveImportTest implements ArchiveImportContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    public ArchiveImport imports() {
        return storage.port(ArchiveImport.class);
    }

    @Override
    public Archives archives() {
        return storage.port(Archives.class);
    }

    @Override
    public JID owner() {
        JID owner = TestServer.jid(UUID.randomUUID() + "@example.org");
        storage.create(owner, List.of(), false);
        return owner;
    }
}
