package dev.hermod.session;

import dev.hermod.storage.SavedSession;
import dev.hermod.storage.SavedSessions;
import dev.hermod.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes sessions over a clean restart of the server: they are stored when it stops, and wait for
/// their clients again when it has started.
final class Restarts {
    private static final Logger log = LoggerFactory.getLogger(Restarts.class);
    private static final int PAGE = 200;
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SavedSessions storage;

    // Bounded by the sessions there are.
    private final Queue<SavedSession> suspended = new ConcurrentLinkedQueue<>();

    Restarts(SavedSessions storage) {
        this.storage = storage;
    }

    /// A session stops here, for now.
    void suspended(SavedSession session) {
        suspended.add(session);
    }

    /// Stores those that were suspended; blocks.
    void save() {
        try {
            List<SavedSession> all = List.copyOf(suspended);
            for (int from = 0; from < all.size(); from += PAGE) {
                storage.save(all.subList(from, Math.min(all.size(), from + PAGE)));
            }
            if (!all.isEmpty()) {
                log.info("{} sessions wait for their clients to resume them", all.size());
            }
        } catch (StorageUnavailableException e) {
            log.warn("sessions cannot be resumed after the restart: {}", e.getMessage());
        }
    }

    /// Brings back those that were stored. Returns when they are there or, when there are very
    /// many, after a while.
    void restore(Consumer<SavedSession> bringBack) {
        Thread restoring =
                Thread.ofVirtual().name("restore-sessions").start(() -> restoreAll(bringBack));
        try {
            if (!restoring.join(PATIENCE)) {
                log.warn("clients come while sessions from before the restart are still missing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restoreAll(Consumer<SavedSession> bringBack) {
        Semaphore free = new Semaphore(AT_ONCE);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<SavedSession> page = storage.take(PAGE);
            while (!page.isEmpty()) {
                for (SavedSession session : page) {
                    if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        throw new StorageUnavailableException("accounts cannot be loaded now");
                    }
                    executor.execute(() -> {
                        try {
                            restore(session, bringBack);
                        } finally {
                            free.release();
                        }
                    });
                }
                page = storage.take(PAGE);
            }
        } catch (StorageUnavailableException e) {
            log.warn("sessions from before the restart are not there: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void restore(SavedSession session, Consumer<SavedSession> bringBack) {
        try {
            bringBack.accept(session);
        } catch (StorageUnavailableException | IllegalArgumentException e) {
            log.warn("session {} is not there any more: {}", session.address(), e.getMessage());
        }
    }
}
