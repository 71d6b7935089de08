package dev.hermod.extensions.muc;

import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Says to occupants that the service stops (XEP-0045 9.11), but for those whose sessions are there
/// again when it has started: nothing ends for them, and all they hear is that the others are gone.
final class ServiceShutdown {
    static final int SHUTDOWN = 332;

    private static final Logger log = LoggerFactory.getLogger(ServiceShutdown.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Services services;
    private final Rooms rooms;
    private final Entering entering;

    ServiceShutdown(Services services, Rooms rooms, Entering entering) {
        this.services = services;
        this.rooms = rooms;
        this.entering = entering;
    }

    /// Returns when all have been told, or after a while.
    void tell() {
        List<JID> present = rooms.present();
        CountDownLatch left = new CountDownLatch(present.size());
        for (JID address : present) {
            rooms.run(
                    address,
                    (lane, room) -> {
                        try {
                            tell(lane, room);
                        } finally {
                            left.countDown();
                        }
                    },
                    _ -> left.countDown());
        }
        try {
            if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} rooms do not hear in time that the server stops", left.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(RoomLane lane, @Nullable Room room) {
        if (room == null) {
            return;
        }
        FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
        for (Occupant occupant : List.copyOf(room.occupants())) {
            for (Occupant.InRoom there : occupant.sessions()) {
                Session session = services.sessions().session(there.session());
                if (session == null || !session.outlivesRestart()) {
                    entering.leave(lane, room, there.session(), silent, List.of(SHUTDOWN));
                }
            }
        }
    }
}
