package dev.hermod.extensions.retraction;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.MemoryMessageLog;
import dev.hermod.testing.MemoryStorage;
import java.util.Collection;
import java.util.List;
import org.xmpp.packet.JID;

/// Retractions on the log in memory.
public final class MemoryRetractions implements Retractions {
    private final MemoryMessageLog log;

    public MemoryRetractions(MemoryStorage storage) {
        this.log = storage.memoryLog();
    }

    @Override
    public List<ArchivedMessage> due(int limit) {
        return log.all(DUE).stream().limit(limit).map(MemoryRetractions::message).toList();
    }

    @Override
    public void done(Collection<Long> ids) {
        log.delete(DUE, ids);
    }

    @Override
    public List<ArchivedMessage> mentioning(
            JID owner, JID conversation, long before, String words, int looked) {
        return log.all(owner).reversed().stream()
                .filter(entry -> entry.conversation().equals(conversation))
                .filter(entry -> entry.id() < before)
                .limit(looked)
                .filter(entry -> new String(entry.stanza(), UTF_8).contains(words))
                .map(MemoryRetractions::message)
                .toList();
    }

    @Override
    public void replace(JID owner, ArchivedMessage changed) {
        log.replace(owner, changed.id(), changed.stanza());
    }

    private static ArchivedMessage message(LogEntry entry) {
        return new ArchivedMessage(entry.id(), entry.stanza());
    }
}
