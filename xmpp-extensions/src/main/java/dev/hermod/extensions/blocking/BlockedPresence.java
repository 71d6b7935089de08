package dev.hermod.extensions.blocking;

import dev.hermod.feature.Contacts;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.roster.PresenceStanzas;
import dev.hermod.stanza.Stanzas;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Takes an account's presence from contacts that it blocks and shows it again to those that it no
/// longer does; only ever to those that are subscribed (XEP-0191 3.2, 3.3).
final class BlockedPresence {
    private final Services services;

    BlockedPresence(Services services) {
        this.services = services;
    }

    /// @param entries those that are new in the list
    /// @param before the list without them
    void hide(
            OnlineAccount account,
            AccountBlocks blocks,
            Collection<JID> entries,
            BlockedAddresses before) {
        for (JID contact : meant(entries, services.contacts(account).subscribers(), before)) {
            for (Session session : account.sessions()) {
                if (session.available()) {
                    Presence gone =
                            PresenceStanzas.empty(
                                    PresenceKind.UNAVAILABLE, session.address(), contact);
                    blocks.farewell(gone, () -> services.router().route(gone));
                }
            }
        }
    }

    /// Asks for the contacts' presence as well, since what they sent meanwhile was dropped.
    ///
    /// @param entries those that are no longer in the list
    /// @param after the list without them
    void show(OnlineAccount account, Collection<JID> entries, BlockedAddresses after) {
        Contacts contacts = services.contacts(account);
        List<JID> subscribers = meant(entries, contacts.subscribers(), after);
        List<JID> subscriptions = meant(entries, contacts.subscriptions(), after);
        for (Session session : account.sessions()) {
            @Nullable Presence presence = session.presence();
            if (presence != null) {
                JID own = session.address();
                subscribers.forEach(
                        to -> services.router().route(Stanzas.readdressed(presence, own, to)));
                subscriptions.forEach(to ->
                        services.router()
                                .route(PresenceStanzas.empty(PresenceKind.PROBE, own, to)));
            }
        }
    }

    /// Contacts that the entries are about, and no other entry is; an entry for a resource means
    /// that resource.
    private static List<JID> meant(
            Collection<JID> entries, List<JID> contacts, BlockedAddresses others) {
        return entries.stream()
                .flatMap(entry ->
                        contacts.stream()
                                .filter(BlockedAddresses.concerns(entry))
                                .map(contact -> entry.getResource() == null ? contact : entry))
                .filter(address -> !others.match(address))
                .distinct()
                .toList();
    }
}
