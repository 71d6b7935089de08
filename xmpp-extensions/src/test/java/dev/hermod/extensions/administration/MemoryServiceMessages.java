package dev.hermod.extensions.administration;

import dev.hermod.testing.MemoryStorage;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.xmpp.packet.JID;

/// Messages of domains in memory.
public final class MemoryServiceMessages implements ServiceMessages {
    private final Map<String, Map<Kind, Standing>> standing = new HashMap<>();
    private final Map<JID, Map<Kind, Instant>> told = new HashMap<>();
    private final MemoryStorage accounts;

    public MemoryServiceMessages(MemoryStorage accounts) {
        this.accounts = accounts;
        accounts.onRemoval(this::forget);
    }

    private synchronized void forget(JID account) {
        told.remove(account);
    }

    @Override
    public synchronized Map<Kind, Standing> of(String domain) {
        return Map.copyOf(standing.getOrDefault(domain, Map.of()));
    }

    @Override
    public synchronized void set(String domain, Kind kind, Standing text) {
        standing.computeIfAbsent(domain, _ -> new EnumMap<>(Kind.class)).put(kind, text);
    }

    @Override
    public synchronized void delete(String domain, Kind kind) {
        standing.getOrDefault(domain, new EnumMap<>(Kind.class)).remove(kind);
    }

    @Override
    public synchronized boolean note(JID account, Kind kind, Instant since) {
        if (!accounts.exists(account)) {
            return false;
        }
        Map<Kind, Instant> of = told.computeIfAbsent(account, _ -> new EnumMap<>(Kind.class));
        Instant before = of.get(kind);
        if (before != null && !before.isBefore(since)) {
            return false;
        }
        of.put(kind, since);
        return true;
    }
}
