package dev.hermod.extensions.pubsub;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What notifications that subscribers were sent are about, as long as their errors may come.
/// Bounded.
final class SentNotifications {
    private static final long MOST = 100_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Cache<String, Sent> byId =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    /// A notification of a node.
    record Sent(Host host, String node) {}

    /// @param id of the stanza
    void add(Meeting meeting, @Nullable String id) {
        if (id != null) {
            byId.put(id, new Sent(meeting.host(), meeting.id()));
        }
    }

    @Nullable Sent find(@Nullable String id) {
        return id == null ? null : byId.getIfPresent(id);
    }
}
