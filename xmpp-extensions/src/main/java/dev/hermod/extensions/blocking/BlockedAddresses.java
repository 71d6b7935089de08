package dev.hermod.extensions.blocking;

import dev.hermod.stanza.Jids;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// Whom an account blocks; never changes.
record BlockedAddresses(Set<JID> all) {
    BlockedAddresses {
        all = Set.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /// Whether an entry fits the address, in the order of XEP-0191 5: that resource, the account
    /// (or, for an address without account, the domain), the domain.
    boolean match(JID address) {
        return all.contains(address)
                || (address.getResource() != null && all.contains(Jids.bare(address)))
                || (address.getNode() != null && all.contains(Jids.domain(address)));
    }

    BlockedAddresses with(Collection<JID> more) {
        Set<JID> changed = new HashSet<>(all);
        changed.addAll(more);
        return new BlockedAddresses(changed);
    }

    BlockedAddresses without(Collection<JID> fewer) {
        Set<JID> changed = new HashSet<>(all);
        changed.removeAll(fewer);
        return new BlockedAddresses(changed);
    }

    /// Whether an entry is about a contact (a bare JID) or one of its resources.
    static Predicate<JID> concerns(JID entry) {
        JID bare = Jids.bare(entry);
        boolean wholeDomain = entry.getNode() == null && entry.getResource() == null;
        return contact ->
                contact.equals(bare)
                        || (wholeDomain && contact.getDomain().equals(entry.getDomain()));
    }
}
