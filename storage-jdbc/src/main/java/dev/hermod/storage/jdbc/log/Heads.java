package dev.hermod.storage.jdbc.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.storage.StorageUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Where the archives stand that were written to lately. The committer holds its lock from looking
/// archives up until their batch is settled, so that the removal of an owner cannot fall in
/// between.
final class Heads {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Cache<String, Head> known;

    /// Fair: the committer takes it again at once, and would starve a removal.
    private final ReentrantLock settled = new ReentrantLock(true);

    Heads(int maximum) {
        this.known = Caffeine.newBuilder().maximumSize(maximum).executor(Runnable::run).build();
    }

    void lock() {
        settled.lock();
    }

    void unlock() {
        settled.unlock();
    }

    /// A copy, to be moved on by a batch and given to [#put] once that is committed.
    Map<String, Head> of(List<Waiting> messages, LogSession session) throws SQLException {
        Set<String> missing = new HashSet<>();
        for (Waiting each : messages) {
            each.message().rows().forEach(row -> missing.add(row.owner().toString()));
        }
        Map<String, Head> heads = new HashMap<>(known.getAllPresent(missing));
        missing.removeAll(heads.keySet());
        if (!missing.isEmpty()) {
            heads.putAll(session.heads(missing));
        }
        return heads;
    }

    void put(Map<String, Head> heads) {
        known.putAll(heads);
    }

    void clear() {
        known.invalidateAll();
    }

    /// Returns when nothing can be written any more for an owner whose archive is gone.
    void forget(String owner) {
        if (!tryLock()) {
            throw new StorageUnavailableException(
                    "the message log is busy or waits for the database");
        }
        try {
            known.invalidate(owner);
        } finally {
            settled.unlock();
        }
    }

    private boolean tryLock() {
        try {
            return settled.tryLock(WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
