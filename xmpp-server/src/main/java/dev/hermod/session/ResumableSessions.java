package dev.hermod.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The sessions whose streams can be resumed, by the ids of these, and for how long those without a
/// connection wait for their clients (XEP-0198 section 5).
final class ResumableSessions implements AutoCloseable {
    private static final int ID_BYTES = 16;
    private static final int ENDED = 100_000;
    private static final Duration ENDED_FOR = Duration.ofDays(1);

    /// How far a stream had come whose session is over.
    record Ended(String account, long handled) {}

    private final Duration longest;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, BoundSession> byId = new ConcurrentHashMap<>();
    private final Map<BoundSession, Long> waiting = new ConcurrentHashMap<>();
    private final Cache<String, Ended> ended =
            Caffeine.newBuilder().maximumSize(ENDED).expireAfterWrite(ENDED_FOR).build();
    private final CountDownLatch closing = new CountDownLatch(1);

    /// @param longest that a session waits; none when zero
    ResumableSessions(Duration longest) {
        this.longest = longest;
        Thread.ofVirtual().name("resumable-sessions").start(this::expire);
    }

    /// Nobody can guess it.
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// How long a session is to wait for its client.
    ///
    /// @param wanted by the client, `null` when it does not say
    Duration patience(@Nullable Duration wanted) {
        return wanted == null || wanted.isZero() || wanted.compareTo(longest) > 0
                ? longest
                : wanted;
    }

    void add(String id, BoundSession session) {
        byId.put(id, session);
    }

    /// The session cannot be resumed any more.
    void remove(String id, BoundSession session, long handled) {
        waiting.remove(session);
        if (byId.remove(id, session)) {
            ended.put(id, new Ended(session.account().address().toString(), handled));
        }
    }

    @Nullable BoundSession find(String id) {
        return byId.get(id);
    }

    @Nullable Ended ended(String id) {
        return ended.getIfPresent(id);
    }

    /// The session has lost its connection.
    void waitsFor(Duration patience, BoundSession session) {
        waiting.put(session, System.nanoTime() + patience.toNanos());
    }

    /// How long a session that waits is still to do so.
    Duration left(BoundSession session) {
        Long deadline = waiting.get(session);
        return deadline == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /// The session stops here, and can be resumed when the server has started again.
    void forget(String id, BoundSession session) {
        waiting.remove(session);
        byId.remove(id, session);
    }

    void waitsNoMore(BoundSession session) {
        waiting.remove(session);
    }

    boolean waits(BoundSession session) {
        return waiting.containsKey(session);
    }

    /// Of these sessions the one that has waited longest for its client.
    Optional<BoundSession> oldestWaiting(List<BoundSession> among) {
        return among.stream()
                .filter(waiting::containsKey)
                .min(
                        Comparator.comparingLong(
                                session -> waiting.getOrDefault(session, Long.MAX_VALUE)));
    }

    int waiting() {
        return waiting.size();
    }

    private void expire() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                long now = System.nanoTime();
                waiting.forEach((session, deadline) -> {
                    if (now - deadline > 0) {
                        session.expire();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
