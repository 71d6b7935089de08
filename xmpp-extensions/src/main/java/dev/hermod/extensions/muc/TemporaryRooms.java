package dev.hermod.extensions.muc;

import dev.hermod.feature.Services;
import dev.hermod.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Temporary rooms end with their last occupant. Those that a crash has left without one are
/// removed once sessions that outlived a restart have had time to be there again.
final class TemporaryRooms {
    private static final Logger log = LoggerFactory.getLogger(TemporaryRooms.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EACH = Duration.ofSeconds(20);

    private final Services services;
    private final Rooms rooms;
    private final Entering entering;
    private final CountDownLatch stopping = new CountDownLatch(1);

    TemporaryRooms(Services services, Rooms rooms, Entering entering) {
        this.services = services;
        this.rooms = rooms;
        this.entering = entering;
    }

    void stop() {
        stopping.countDown();
    }

    /// @param service names the domain of rooms below a domain of accounts
    void removeLeftBehind(String service) {
        try {
            while (!stopping.await(FIRST.toMillis(), TimeUnit.MILLISECONDS) && !removed(service)) {
                log.debug("temporary rooms are looked for once more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean removed(String service) throws InterruptedException {
        try {
            for (String domain : services.config().domains()) {
                for (JID room : rooms.storage().temporary(service + domain)) {
                    removeIfEmpty(room);
                }
            }
            return true;
        } catch (StorageUnavailableException e) {
            log.warn("rooms that nobody is in any more are not removed yet: {}", e.getMessage());
            return false;
        }
    }

    /// One after the other, since there may be many.
    void removeIfEmpty(JID address) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        rooms.run(
                address,
                (lane, room) -> {
                    try {
                        if (room != null) {
                            entering.closeIfOver(lane, room);
                        }
                    } finally {
                        done.countDown();
                    }
                },
                _ -> done.countDown());
        if (!done.await(EACH.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("room {} is not removed, too much happens there", address);
        }
    }
}
