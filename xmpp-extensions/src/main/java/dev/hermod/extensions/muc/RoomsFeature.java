package dev.hermod.extensions.muc;

import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Xep;
import java.util.List;

/// Rooms at `conference.` below each domain.
@Xep(number = 45, title = "Multi-User Chat", version = "1.35.5")
@Xep(number = 317, title = "Hats", version = "0.3.1", note = "Hats are for members of the room.")
@Xep(number = 410, title = "MUC Self-Ping (Schroedinger's Chat)", version = "1.1.0")
@Xep(number = 421, title = "Occupant identifiers for semi-anonymous MUCs", version = "1.0.1")
@Xep(number = 425, title = "Moderated Message Retraction", version = "0.3.0")
@Xep(number = 486, title = "MUC Avatars", version = "0.1.0")
public final class RoomsFeature implements Feature {
    private static final String SUBDOMAIN = "conference.";

    private final List<RoomMessageListener> listeners;

    /// @param listeners hear what is said while members are away
    public RoomsFeature(RoomMessageListener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        Rooms rooms = new Rooms(services);
        Whereabouts whereabouts = new Whereabouts(services.sessions());
        whereabouts.keptIn(on.sessionSlot(Whereabouts.Present.class, Whereabouts.text()));
        Absentees absentees = new Absentees(services, listeners);
        RoomService service = new RoomService(services, rooms, whereabouts, absentees);
        services.config().domains().forEach(domain -> on.serve(SUBDOMAIN + domain, service));
        on.onSession(
                new SessionListener() {
                    @Override
                    public void bound(Session session) {
                        whereabouts
                                .of(session)
                                .forEach((room, place) ->
                                        service.restored(session.address(), room, place));
                    }

                    @Override
                    public void ended(Session session) {
                        whereabouts
                                .of(session)
                                .keySet()
                                .forEach(room -> service.ended(session.address(), room));
                    }
                });
        on.onAccountRemoval(rooms::removed);
        Thread.ofVirtual().name("idle-rooms").start(rooms::sweepUntilStopped);
        TemporaryRooms temporary = new TemporaryRooms(services, rooms, service.entering());
        Thread.ofVirtual()
                .name("temporary-rooms")
                .start(() -> temporary.removeLeftBehind(SUBDOMAIN));
        absentees.start();
        ServiceShutdown shutdown = new ServiceShutdown(services, rooms, service.entering());
        on.onStopping(shutdown::tell);
        on.onStop(() -> {
            rooms.stop();
            temporary.stop();
            absentees.stop();
        });
    }
}
