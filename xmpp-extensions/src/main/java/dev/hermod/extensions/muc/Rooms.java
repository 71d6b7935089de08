package dev.hermod.extensions.muc;

import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// The rooms that somebody has to do with at present; others are in storage only.
final class Rooms {
    private static final Logger log = LoggerFactory.getLogger(Rooms.class);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);
    private static final int SECRET_BYTES = 32;

    private final Services services;
    private final ConcurrentHashMap<JID, RoomLane> lanes = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch stopping = new CountDownLatch(1);

    Rooms(Services services) {
        this.services = services;
    }

    /// Something to do in a room's lane, after it has been loaded.
    @FunctionalInterface
    interface Task {
        /// Does it.
        ///
        /// @param room `null` when there is none
        void run(RoomLane lane, @Nullable Room room) throws StanzaException;
    }

    /// Hears why a task could not be done.
    @FunctionalInterface
    interface Refusal {
        void refused(StanzaException why);
    }

    /// Queues a task, behind what is done in this room already.
    void run(JID address, Task task, Refusal refusal) {
        run(address, null, task, refusal);
    }

    /// The same for what a stanza asks.
    void run(JID address, @Nullable Packet stanza, Task task, Refusal refusal) {
        boolean[] queued = {false};
        lanes.compute(
                address,
                (_, present) -> {
                    RoomLane lane = present == null ? new RoomLane(address) : present;
                    queued[0] = lane.offer(() -> runNow(lane, task, refusal), stanza);
                    return lane;
                });
        if (!queued[0]) {
            refusal.refused(
                    new StanzaException(
                            PacketError.Condition.resource_constraint,
                            PacketError.Type.wait,
                            "Too much happens in this room; try again later.",
                            null));
        }
    }

    private void runNow(RoomLane lane, Task task, Refusal refusal) {
        try {
            if (!lane.loaded()) {
                lane.room(load(lane.address()));
            }
            task.run(lane, lane.room());
        } catch (StanzaException why) {
            refusal.refused(why);
        } catch (StorageUnavailableException e) {
            log.warn("nothing changes in room {}: {}", lane.address(), e.getMessage());
            refusal.refused(storageAway());
        } catch (RuntimeException bug) {
            log.error("something could not be done in room {}", lane.address(), bug);
            refusal.refused(new StanzaException(PacketError.Condition.internal_server_error));
        }
    }

    static StanzaException storageAway() {
        return new StanzaException(
                PacketError.Condition.resource_constraint,
                PacketError.Type.wait,
                "The server cannot store this now; try again later.",
                null);
    }

    private @Nullable Room load(JID address) {
        RoomStorage.Stored stored = storage().find(address).orElse(null);
        if (stored == null) {
            return null;
        }
        Room room =
                new Room(
                        address,
                        SettingsForm.parse(stored.settings(), fresh()),
                        stored.affiliates());
        room.subject(stored.subject());
        room.locked(SettingsForm.locked(stored.settings()));
        room.reflected(services.storage().messageLog().lastId(address));
        return room;
    }

    /// Those that are loaded now.
    List<JID> present() {
        return List.copyOf(lanes.keySet());
    }

    /// Settings of a new room.
    RoomSettings fresh() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return RoomSettings.fresh(
                HexFormat.of().formatHex(secret),
                services.config().limits().roomOccupants(),
                services.config().limits().roomHistory());
    }

    RoomStorage storage() {
        return services.storage().port(RoomStorage.class);
    }

    /// Lets go of rooms that nobody is in and nothing happens in, until the server stops.
    void sweepUntilStopped() {
        try {
            while (!stopping.await(BETWEEN_SWEEPS.toMillis(), TimeUnit.MILLISECONDS)) {
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        for (JID address : List.copyOf(lanes.keySet())) {
            lanes.computeIfPresent(address, (_, lane) -> lane.closeIfIdle() ? null : lane);
        }
    }

    /// An account is removed: storage forgets what it was to rooms, and so do they. Who was banned
    /// stays so.
    void removed(JID account) {
        for (JID address : lanes.keySet()) {
            run(
                    address,
                    (_, room) -> {
                        Affiliate known = room == null ? null : room.affiliate(account);
                        if (room != null
                                && known != null
                                && known.affiliation() != Affiliation.OUTCAST) {
                            room.affiliate(new Affiliate(account, Affiliation.NONE, null, null));
                        }
                    },
                    why ->
                            log.warn(
                                    "room {} remembers {}: {}",
                                    address,
                                    account,
                                    why.getMessage()));
        }
    }

    void stop() {
        stopping.countDown();
    }
}
