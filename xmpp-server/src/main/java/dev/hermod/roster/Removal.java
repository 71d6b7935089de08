package dev.hermod.roster;

import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.storage.RosterItem;
import org.xmpp.packet.JID;

/// Ends all that was between an owner and a contact that leaves the owner's roster (RFC 6121
/// 2.5.2), or whose owner's account is removed.
final class Removal {
    private final Services services;
    private final Availability availability;

    Removal(Services services, Availability availability) {
        this.services = services;
        this.availability = availability;
    }

    /// A contact was removed; `before` is how they stood.
    void ofContact(JID owner, JID contact, Standing before) {
        if (before.from()) {
            availability.hide(owner, contact);
        }
        unsubscribe(owner, contact, before);
    }

    /// An account is about to be removed; blocks.
    void ofAccount(JID owner) {
        for (RosterItem item : services.storage().rosters().load(owner).items()) {
            Standing before = Standing.of(item);
            if (before.from()) {
                // Its sessions have ended; this is for contacts that missed an unavailable
                // presence.
                send(PresenceKind.UNAVAILABLE, owner, item.contact());
            }
            unsubscribe(owner, item.contact(), before);
        }
    }

    /// Requests are taken back and refused like subscriptions, or the contact would wait for an
    /// answer for ever.
    private void unsubscribe(JID owner, JID contact, Standing before) {
        if (before.to() || before.pendingOut()) {
            send(PresenceKind.UNSUBSCRIBE, owner, contact);
        }
        if (before.from() || before.pendingIn()) {
            send(PresenceKind.UNSUBSCRIBED, owner, contact);
        }
    }

    private void send(PresenceKind kind, JID owner, JID contact) {
        services.router().route(PresenceStanzas.empty(kind, owner, contact));
    }
}
