package dev.hermod.extensions.lastactivity;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xmpp.packet.JID;

/// Last activities in memory. Every account exists.
public final class MemoryLastActivities implements LastActivities {
    private final Map<JID, Seen> stored = new ConcurrentHashMap<>();

    public MemoryLastActivities() {}

    @Override
    public Optional<Seen> find(JID owner) {
        return Optional.ofNullable(stored.get(owner));
    }

    @Override
    public void store(Collection<Seen> seen) {
        seen.forEach(one -> stored.put(one.owner(), one));
    }
}
