package dev.hermod.extensions.muc;

import dev.hermod.feature.Router;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Packet;

/// The way to occupants for what is a room's alone: presence, what is said to all, and pages of the
/// archive, which have no place in the archives of those who get them. What goes out in one order
/// arrives in it.
final class RoomOutlet {
    private final Router router;
    private final Sessions sessions;

    RoomOutlet(Services services) {
        this.router = services.router();
        this.sessions = services.sessions();
    }

    /// @param stanza to a full JID
    void send(Packet stanza) {
        @Nullable Session session = sessions.session(stanza.getTo());
        if (session != null && router.stillWanted(stanza)) {
            session.deliver(stanza);
        } else {
            router.route(stanza);
        }
    }
}
