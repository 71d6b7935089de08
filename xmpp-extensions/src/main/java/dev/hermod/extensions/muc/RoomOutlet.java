package dev.hermod.extensions.muc;

import dev.hermod.feature.Router;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.stanza.Stanzas;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
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
        send(stanza, sessions.session(stanza.getTo()));
    }

    /// To somebody who is in the room.
    ///
    /// @param stanza of which all but the addresses is as it is to be
    void send(Packet stanza, JID from, Occupant.InRoom to) {
        send(Stanzas.readdressed(stanza, from, to.session()), to.local());
    }

    private void send(Packet stanza, @Nullable Session session) {
        if (session != null && router.wanted(stanza, session.account())) {
            session.deliver(stanza);
        } else {
            router.route(stanza);
        }
    }
}
