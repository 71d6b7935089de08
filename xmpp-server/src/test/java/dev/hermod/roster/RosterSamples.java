package dev.hermod.roster;

import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Subscription;
import java.util.List;
import java.util.Set;
import org.xmpp.packet.JID;

/// Addresses and items that tests of this package share.
final class RosterSamples {
    static final JID ROMEO = new JID("romeo@example.net");
    static final JID JULIET = new JID("juliet@example.com");
    static final JID NURSE = new JID("nurse@example.com");

    private RosterSamples() {}

    static RosterItem item(JID contact, Subscription subscription) {
        return new RosterItem(contact, null, Set.of(), subscription, true, false, false, null);
    }

    static RosterItem named(JID contact, String name) {
        return new RosterItem(contact, name, Set.of(), Subscription.NONE, true, false, false, null);
    }

    /// A request of somebody who is not in the roster.
    static RosterItem request(JID contact, String xml) {
        return new RosterItem(contact, null, Set.of(), Subscription.NONE, false, false, false, xml);
    }

    static RosterChange changed(long version, RosterItem item) {
        return new RosterChange(item.contact(), item, version);
    }

    static RosterChange removed(long version, JID contact) {
        return new RosterChange(contact, null, version);
    }

    static Roster roster(long version, RosterItem... items) {
        return new Roster(version, List.of(items));
    }
}
