package dev.hermod.session;

import dev.hermod.storage.LogEntry;
import dev.hermod.storage.Storage;
import dev.hermod.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Stores, behind the acknowledgements, how far each account's resources have come. What is not
/// stored yet when the server dies is delivered once more, never skipped.
final class AcknowledgedPositions {
    private static final Logger log = LoggerFactory.getLogger(AcknowledgedPositions.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final Storage storage;
    private final Consumer<LocalAccount> stored;
    private final Set<LocalAccount> changed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer;

    /// @param stored hears of accounts whose position was stored
    AcknowledgedPositions(Storage storage, Consumer<LocalAccount> stored) {
        this.storage = storage;
        this.stored = stored;
        this.writer = Thread.ofVirtual().name("acknowledged-positions").start(this::run);
    }

    void changed(LocalAccount account) {
        changed.add(account);
    }

    /// Whether nothing of the account is left to store.
    boolean stored(LocalAccount account) {
        return !changed.contains(account);
    }

    /// Stores what is left and stops.
    void close() {
        closing.countDown();
        try {
            writer.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                storeAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        storeAll();
    }

    private void storeAll() {
        for (LocalAccount account : List.copyOf(changed)) {
            changed.remove(account);
            try {
                store(account.address(), account.ledger());
                stored.accept(account);
            } catch (StorageUnavailableException e) {
                changed.add(account);
                log.debug(
                        "position of {} is not stored yet: {}", account.address(), e.getMessage());
                return;
            }
        }
    }

    private void store(JID owner, DeliveryLedger<?> ledger) {
        for (IdRanges.Range gap : ledger.gaps()) {
            ledger.except(gap, deliverableIds(owner, gap));
        }
        DeliveryLedger.@Nullable Move move = ledger.takeMove();
        if (move == null) {
            return;
        }
        try {
            storage.deliveryCursors()
                    .move(owner, move.cursor(), move.addedExceptions(), move.removedExceptions());
        } catch (StorageUnavailableException e) {
            ledger.notStored(move);
            throw e;
        }
    }

    private List<Long> deliverableIds(JID owner, IdRanges.Range gap) {
        List<Long> ids = new ArrayList<>();
        long after = gap.after();
        List<LogEntry> page;
        do {
            page = storage.messageLog().deliverable(owner, after, gap.upTo(), PAGE);
            page.forEach(entry -> ids.add(entry.id()));
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE);
        return ids;
    }
}
