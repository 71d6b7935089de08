package dev.hermod.extensions.lastactivity;

import dev.hermod.extensions.lastactivity.LastActivities.Seen;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.storage.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Stores, behind the sessions, when accounts were last online: as they come, as they go, and every
/// now and then in between, so that a crash leaves a time that is not far off. One entry an account
/// waits at most.
final class SeenWriter {
    private static final Logger log = LoggerFactory.getLogger(SeenWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration REFRESH = Duration.ofMinutes(15);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int BATCH = 500;

    private final Services services;
    private final ConcurrentHashMap<JID, Seen> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    SeenWriter(Services services) {
        this.services = services;
    }

    /// Does not block.
    void note(JID owner, @Nullable String status) {
        waiting.put(owner, new Seen(owner, services.clock().instant(), status));
        if (!started.getAndSet(true)) {
            Thread.ofVirtual().name("last-activity").start(this::run);
        }
    }

    /// What is not stored yet.
    @Nullable Seen waiting(JID owner) {
        return waiting.get(owner);
    }

    void forget(JID owner) {
        waiting.remove(owner);
    }

    /// Stores what is left and stops.
    void close() {
        closing.countDown();
        if (!started.get()) {
            return;
        }
        try {
            if (!closed.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("when accounts were last online is not stored for all");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Instant refreshed = services.clock().instant();
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (refreshed.plus(REFRESH).isBefore(services.clock().instant())) {
                    refreshed = services.clock().instant();
                    refresh(refreshed);
                }
                storeAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        storeAll();
        closed.countDown();
    }

    private void refresh(Instant now) {
        for (OnlineAccount account : services.sessions().accounts()) {
            if (!account.sessions().isEmpty()) {
                waiting.putIfAbsent(account.address(), new Seen(account.address(), now, null));
            }
        }
    }

    private void storeAll() {
        List<Seen> batch = new ArrayList<>();
        for (Seen seen : waiting.values()) {
            batch.add(seen);
            if (batch.size() == BATCH) {
                store(batch);
                batch.clear();
            }
        }
        store(batch);
    }

    /// What has changed meanwhile, or could not be stored, stays.
    private void store(List<Seen> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            services.storage().port(LastActivities.class).store(batch);
            batch.forEach(seen -> waiting.remove(seen.owner(), seen));
        } catch (StorageUnavailableException e) {
            log.debug("when accounts were last online is stored later: {}", e.getMessage());
        }
    }
}
