package dev.hermod.extensions.commands;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.stanza.Jids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The executions under way, bounded in time and number: those of one account, and the accounts
/// that have any. Where there are too many the one that was left alone longest goes.
final class Executions {
    static final Duration LIFETIME = Duration.ofMinutes(15);
    static final int MOST_OF_AN_ACCOUNT = 16;
    private static final int MOST_ACCOUNTS = 1_000;

    private record Held(Execution execution, JID requester, Instant until) {}

    private final Clock clock;
    private final Cache<JID, Map<String, Held>> byAccount =
            Caffeine.newBuilder().maximumSize(MOST_ACCOUNTS).build();

    Executions(Clock clock) {
        this.clock = clock;
    }

    /// Keeps it, and for another while when it is kept already.
    void keep(Execution execution, JID requester) {
        Instant now = clock.instant();
        byAccount
                .asMap()
                .compute(
                        Jids.bare(requester),
                        (_, before) -> {
                            Map<String, Held> held =
                                    before == null ? new LinkedHashMap<>() : before;
                            held.remove(execution.id());
                            held.values().removeIf(one -> !one.until().isAfter(now));
                            if (held.size() == MOST_OF_AN_ACCOUNT) {
                                held.remove(held.keySet().iterator().next());
                            }
                            held.put(
                                    execution.id(),
                                    new Held(execution, requester, now.plus(LIFETIME)));
                            return held;
                        });
    }

    /// `null` when it has ended or was left alone for too long.
    @Nullable Execution find(String id, JID requester) {
        AtomicReference<@Nullable Held> found = new AtomicReference<>();
        byAccount
                .asMap()
                .computeIfPresent(
                        Jids.bare(requester),
                        (_, held) -> {
                            found.set(held.get(id));
                            return held;
                        });
        Held held = found.get();
        return held != null && held.until().isAfter(clock.instant()) ? held.execution() : null;
    }

    void remove(Execution execution, JID requester) {
        byAccount
                .asMap()
                .computeIfPresent(
                        Jids.bare(requester),
                        (_, held) -> {
                            held.remove(execution.id());
                            return held.isEmpty() ? null : held;
                        });
    }

    /// Drops all that this resource has under way.
    void forget(JID requester) {
        byAccount
                .asMap()
                .computeIfPresent(
                        Jids.bare(requester),
                        (_, held) -> {
                            held.values().removeIf(one -> one.requester().equals(requester));
                            return held.isEmpty() ? null : held;
                        });
    }
}
