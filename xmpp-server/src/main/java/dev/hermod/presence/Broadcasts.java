package dev.hermod.presence;

import dev.hermod.feature.Router;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.Stanzas;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Presence from a resource to all who receive it without being named. What the stanzas say is
/// shared by all of them.
final class Broadcasts {
    private final Services services;
    private final RosterFeature rosters;

    Broadcasts(Services services, RosterFeature rosters) {
        this.services = services;
        this.rosters = rosters;
    }

    /// To the contacts that are subscribed (RFC 6121 4.2.2, 4.4.2, 4.5.2).
    void toSubscribers(Presence presence, Session from) {
        Router router = services.router();
        JID sender = from.address();
        for (JID contact : rosters.view(from.account()).subscribers()) {
            router.route(Stanzas.readdressed(presence, sender, contact));
        }
    }

    /// To all available resources of the account and to the sender itself, who is one of those that
    /// receive the account's presence.
    void toOwnResources(Presence presence, Session from) {
        Presence own = Stanzas.readdressed(presence, from.address(), from.account().address());
        for (Session session : from.account().sessions()) {
            if (session.equals(from) || session.available()) {
                session.deliver(own);
            }
        }
    }

    /// To a resource that became available, the presence of the account's other resources.
    void ofOwnResources(Session to) {
        for (Session session : to.account().sessions()) {
            @Nullable Presence presence = session.presence();
            if (!session.equals(to) && presence != null) {
                to.deliver(
                        Stanzas.readdressed(presence, session.address(), to.account().address()));
            }
        }
    }
}
