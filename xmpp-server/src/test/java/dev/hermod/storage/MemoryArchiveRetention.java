package dev.hermod.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xmpp.packet.JID;

/// Choices in memory, and a record of what was to be trimmed. Every account exists.
public final class MemoryArchiveRetention implements ArchiveRetention {
    private final Map<JID, OptionalInt> choices = new ConcurrentHashMap<>();
    private final List<JID> owners = new CopyOnWriteArrayList<>();
    private final Map<JID, Horizons> trimmed = new ConcurrentHashMap<>();
    private volatile long dropped;

    public MemoryArchiveRetention() {}

    public void addArchive(JID owner) {
        owners.add(owner);
    }

    /// The borders that an archive was last trimmed by.
    public Map<JID, Horizons> trimmed() {
        return trimmed;
    }

    /// The border that months were last dropped by.
    public long dropped() {
        return dropped;
    }

    @Override
    public OptionalInt chosen(JID owner) {
        return choices.getOrDefault(owner, OptionalInt.empty());
    }

    @Override
    public boolean choose(JID owner, OptionalInt days) {
        choices.put(owner, days);
        return true;
    }

    @Override
    public List<KeptArchive> archives(long after, int limit) {
        List<KeptArchive> page = new ArrayList<>();
        for (long key = after + 1; key <= owners.size() && page.size() < limit; key++) {
            JID owner = owners.get((int) key - 1);
            page.add(new KeptArchive(key, owner, chosen(owner)));
        }
        return page;
    }

    @Override
    public boolean trim(long key, Horizons horizons, int batch) {
        trimmed.put(owners.get((int) key - 1), horizons);
        return false;
    }

    @Override
    public int dropMonths(long past) {
        dropped = past;
        return 0;
    }
}
