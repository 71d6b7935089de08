package dev.hermod.roster;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.Rosters;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.Presence;

/// Subscription stanzas that an account sends (RFC 6121 3.1.2, 3.1.5, 3.2.2, 3.3.2, 3.4.2).
///
/// The push goes out before the stanza is routed, though the RFC tells it the other way round: a
/// local contact that has approved in advance answers within the routing, and a push with the older
/// state must not come after that.
final class OutboundSubscriptions {
    private final Services services;
    private final RosterUpdates updates;
    private final Availability availability;

    OutboundSubscriptions(Services services, RosterUpdates updates, Availability availability) {
        this.services = services;
        this.updates = updates;
        this.availability = availability;
    }

    void send(Presence presence, OnlineAccount account) throws StanzaException {
        if (presence.getTo() == null) {
            throw new StanzaException(Condition.bad_request, "a subscription needs an addressee");
        }
        JID owner = account.address();
        JID contact = Jids.bare(presence.getTo());
        // Everybody has their own presence and cannot give it up.
        if (!contact.equals(owner)) {
            send(presence, owner, contact);
        }
    }

    private void send(Presence presence, JID owner, JID contact) throws StanzaException {
        PresenceKind kind = PresenceKind.of(presence);
        SubscriptionEdit edit = SubscriptionEdit.outbound(kind, contact);
        try {
            updates.change(owner, contact, edit, _ -> {});
        } catch (Rosters.RosterFullException _) {
            throw RosterPayload.full();
        }
        if (!edit.step().forward()) {
            return;
        }
        if (kind == PresenceKind.UNSUBSCRIBED && edit.before().from()) {
            // Still subscribed, the contact learns that the resources are gone (3.2.2).
            availability.hide(owner, contact);
        }
        services.router().route(Stanzas.readdressed(presence, owner, contact));
        if (kind == PresenceKind.SUBSCRIBED) {
            availability.show(owner, contact);
        }
    }
}
