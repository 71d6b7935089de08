package dev.hermod.roster;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Stanzas;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Shows an account's available resources to a contact that was granted a subscription, and takes
/// them from one that lost it.
final class Availability {
    private final Services services;

    Availability(Services services) {
        this.services = services;
    }

    /// Sends the current presence of each available resource (RFC 6121 3.1.5).
    void show(JID owner, JID contact) {
        @Nullable OnlineAccount account = services.sessions().account(owner);
        if (account == null) {
            return;
        }
        for (Session session : account.sessions()) {
            @Nullable Presence presence = session.presence();
            if (presence != null) {
                services.router().route(Stanzas.readdressed(presence, session.address(), contact));
            }
        }
    }

    /// Sends unavailable presence of each available resource (RFC 6121 3.2.2, 3.3.3).
    void hide(JID owner, JID contact) {
        @Nullable OnlineAccount account = services.sessions().account(owner);
        if (account == null) {
            return;
        }
        account.sessions().stream()
                .filter(Session::available)
                .map(Session::address)
                .map(from -> PresenceStanzas.empty(PresenceKind.UNAVAILABLE, from, contact))
                .forEach(services.router()::route);
    }
}
