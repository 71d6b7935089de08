package dev.hermod.extensions.archive;

import dev.hermod.storage.MessageIds;
import dev.hermod.testing.MemoryMessageLog;
import dev.hermod.testing.MemoryStorage;
import java.util.List;
import org.xmpp.packet.JID;

/// Fills archives of the log in memory.
public final class MemoryArchiveImport implements ArchiveImport {
    private final MemoryStorage storage;

    public MemoryArchiveImport(MemoryStorage storage) {
        this.storage = storage;
    }

    @Override
    public void add(JID owner, List<Imported> messages) {
        MemoryMessageLog log = storage.memoryLog();
        for (Imported message : messages) {
            if (storage.exists(owner)) {
                Long id = message.id();
                long wanted = id != null ? id : MessageIds.first(message.received().toEpochMilli());
                long place = Math.max(log.lastId(owner) + 1, wanted);
                log.past(owner, place, message.conversation(), message.stanza());
            }
        }
    }

    @Override
    public void complete(JID owner) {}
}
