package dev.hermod.extensions.archive;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xmpp.packet.JID;

/// Preferences in memory. Every account exists.
public final class MemoryArchivePreferences implements ArchivePreferences {
    private final Map<JID, Preferences> stored = new ConcurrentHashMap<>();

    public MemoryArchivePreferences() {}

    @Override
    public Optional<Preferences> load(JID owner) {
        return Optional.ofNullable(stored.get(owner));
    }

    @Override
    public boolean store(JID owner, Preferences preferences) {
        stored.put(owner, preferences);
        return true;
    }
}
