package dev.hermod.roster;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Subscription stanzas that arrive for a local account (RFC 6121 3.1.3, 3.1.6, 3.2.3, 3.3.3). What
/// calls for no answer gets none, whether the account exists or not (8.5.1).
final class InboundSubscriptions {
    private final Services services;
    private final RosterUpdates updates;
    private final Availability availability;
    private final SubscriptionRequests requests;

    InboundSubscriptions(
            Services services,
            RosterUpdates updates,
            Availability availability,
            SubscriptionRequests requests) {
        this.services = services;
        this.updates = updates;
        this.availability = availability;
        this.requests = requests;
    }

    void receive(Presence presence) {
        JID owner = Jids.bare(presence.getTo());
        JID contact = Jids.bare(presence.getFrom());
        if (contact.equals(owner) || !exists(owner)) {
            return;
        }
        Presence between = Stanzas.readdressed(presence, contact, owner);
        if (PresenceKind.of(presence) == PresenceKind.SUBSCRIBE) {
            request(between, owner, contact);
        } else {
            notice(between, owner, contact);
        }
    }

    private void request(Presence request, JID owner, JID contact) {
        if (!requests.mayKeepAnother(owner, contact)) {
            return;
        }
        SubscriptionEdit edit =
                SubscriptionEdit.inbound(
                        PresenceKind.SUBSCRIBE, contact, SubscriptionRequests.kept(request));
        updates.change(owner, contact, edit, _ -> {});
        if (edit.step().forward()) {
            tellAvailable(owner, request);
        } else if (edit.step().reply()) {
            services.router().route(PresenceStanzas.empty(PresenceKind.SUBSCRIBED, owner, contact));
            availability.show(owner, contact);
        }
    }

    private void notice(Presence notice, JID owner, JID contact) {
        PresenceKind kind = PresenceKind.of(notice);
        SubscriptionEdit edit = SubscriptionEdit.inbound(kind, contact, null);
        updates.change(
                owner,
                contact,
                edit,
                account -> {
                    if (edit.step().forward()) {
                        updates.tellInterested(account, notice);
                    }
                });
        if (kind == PresenceKind.UNSUBSCRIBE && edit.before().from()) {
            availability.hide(owner, contact);
        }
    }

    private void tellAvailable(JID owner, Presence request) {
        @Nullable OnlineAccount account = services.sessions().account(owner);
        if (account != null) {
            account.sessions().stream()
                    .filter(Session::available)
                    .forEach(session -> session.deliver(request));
        }
    }

    private boolean exists(JID owner) {
        return services.sessions().account(owner) != null
                || services.storage().accounts().exists(owner);
    }
}
