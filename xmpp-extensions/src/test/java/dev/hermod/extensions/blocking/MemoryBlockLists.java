package dev.hermod.extensions.blocking;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Block lists in memory. Every account exists.
public final class MemoryBlockLists implements BlockLists {
    private final Map<JID, Set<JID>> lists = new HashMap<>();
    private volatile @Nullable CountDownLatch gate;
    private int loads;

    public MemoryBlockLists() {}

    /// Loading waits until the gate opens.
    void holdLoads(CountDownLatch until) {
        gate = until;
    }

    /// How often a list was loaded.
    synchronized int loads() {
        return loads;
    }

    @Override
    public Set<JID> load(JID owner) {
        CountDownLatch waiting = gate;
        if (waiting != null) {
            try {
                if (!waiting.await(10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the gate stays closed");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        synchronized (this) {
            loads++;
            return Set.copyOf(list(owner));
        }
    }

    @Override
    public synchronized boolean add(JID owner, Collection<JID> addresses, int maximum) {
        Set<JID> after = new HashSet<>(list(owner));
        after.addAll(addresses);
        if (after.size() > maximum) {
            return false;
        }
        list(owner).addAll(addresses);
        return true;
    }

    @Override
    public synchronized void remove(JID owner, Collection<JID> addresses) {
        addresses.forEach(list(owner)::remove);
    }

    @Override
    public synchronized void clear(JID owner) {
        list(owner).clear();
    }

    private Set<JID> list(JID owner) {
        return lists.computeIfAbsent(owner, _ -> new HashSet<>());
    }
}
