package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.stanza.Jids;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Who has temporary subscriptions, by the bare address; storage is asked once.
final class TemporarySubscribers {
    private final Supplier<PubSubStorage> storage;
    private volatile @Nullable Set<JID> known;

    TemporarySubscribers(Supplier<PubSubStorage> storage) {
        this.storage = storage;
    }

    /// Remembers somebody whose subscription was just stored.
    void subscribed(Subscription subscription) {
        if (Subscribing.options(subscription).temporary()) {
            known().add(Jids.bare(subscription.jid()));
        }
    }

    /// Whether somebody may be one; does not block.
    boolean mayBe(JID bare) {
        Set<JID> loaded = known;
        return loaded == null || loaded.contains(bare);
    }

    /// May ask storage.
    synchronized Set<JID> known() {
        Set<JID> loaded = known;
        if (loaded == null) {
            loaded = ConcurrentHashMap.newKeySet();
            loaded.addAll(storage.get().temporary());
            known = loaded;
        }
        return loaded;
    }
}
