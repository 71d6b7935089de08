package dev.hermod.extensions.caps;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.feature.EntityCapabilities;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.Stanzas;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// Learns from presence what the clients of local sessions support. What was proven once is
/// remembered for all.
final class ClientCaps implements SessionListener {
    /// In characters of features: room for about a thousand kinds of clients.
    private static final long CACHE_WEIGHT = 4_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Slot<SessionCaps> slot;
    private final CapsQueries queries;
    private final List<EntityCapabilities.Listener> listeners;
    private final Cache<Proof, Set<String>> proven =
            Caffeine.newBuilder()
                    .maximumWeight(CACHE_WEIGHT)
                    .weigher((Proof proof, Set<String> features) ->
                            200 + features.stream().mapToInt(String::length).sum())
                    .build();

    ClientCaps(
            Slot<SessionCaps> slot,
            CapsQueries.Question question,
            List<EntityCapabilities.Listener> listeners) {
        this.slot = slot;
        this.queries = new CapsQueries(question, this::found);
        this.listeners = listeners;
    }

    Set<String> features(Session session) {
        SessionCaps caps = session.get(slot);
        if (caps == null) {
            return Set.of();
        }
        Set<String> known = caps.settled() ? null : lookUp(caps.tag());
        return known == null ? caps.features() : known;
    }

    /// Presence without a tag changes nothing: it may have been left out since it is the same
    /// (XEP-0115 8.4).
    @Override
    public void presenceChanged(Session session, @Nullable Presence latest) {
        if (latest == null) {
            replace(session, _ -> null);
            return;
        }
        CapsTag.in(Stanzas.element(latest)).ifPresent(tag -> tagged(session, tag));
    }

    private void tagged(Session session, CapsTag tag) {
        SessionCaps before =
                replace(session, caps -> belongs(caps, tag) ? caps : untold(caps, tag));
        if (belongs(before, tag)) {
            return;
        }
        Set<String> known = lookUp(tag);
        if (known != null) {
            learnt(session, tag, known);
        } else if (!queries.ask(session, tag)) {
            forget(session, tag);
        }
    }

    private static SessionCaps untold(@Nullable SessionCaps before, CapsTag tag) {
        return new SessionCaps(tag, before == null ? Set.of() : before.features(), false);
    }

    /// So that the session's next presence asks again.
    private void forget(Session session, CapsTag tag) {
        replace(session, caps -> belongs(caps, tag) ? null : caps);
    }

    private void found(Session session, CapsTag tag, Finding finding) {
        switch (finding) {
            case Finding.Proven(Set<String> features) -> {
                proven.put(new Proof(tag.hash(), tag.ver()), features);
                learnt(session, tag, features);
            }
            case Finding.Claimed(Set<String> features) -> learnt(session, tag, features);
            case Finding.Rejected _ -> learnt(session, tag, Set.of());
        }
    }

    /// An answer that comes after the next tag is about a client that is no longer like that.
    private void learnt(Session session, CapsTag tag, Set<String> features) {
        SessionCaps before =
                replace(
                        session,
                        caps -> belongs(caps, tag) ? new SessionCaps(tag, features, true) : caps);
        if (before != null && belongs(before, tag) && !before.features().equals(features)) {
            listeners.forEach(listener -> listener.learnt(session, features, before.features()));
        }
    }

    private static boolean belongs(@Nullable SessionCaps caps, CapsTag tag) {
        return caps != null && caps.tag().equals(tag);
    }

    /// Presence and answers come on different threads.
    ///
    /// @return what was there before
    private @Nullable SessionCaps replace(Session session, Change change) {
        lock.lock();
        try {
            SessionCaps before = session.get(slot);
            session.set(slot, change.apply(before));
            return before;
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Change {
        @Nullable SessionCaps apply(@Nullable SessionCaps present);
    }

    private @Nullable Set<String> lookUp(CapsTag tag) {
        return proven.getIfPresent(new Proof(tag.hash(), tag.ver()));
    }

    private record Proof(String hash, String ver) {}
}
