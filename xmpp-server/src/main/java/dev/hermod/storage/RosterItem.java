package dev.hermod.storage;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A contact and where the subscriptions with it stand (RFC 6121 2.1 and appendix A).
///
/// @param listed whether the owner sees it: an item that exists only for a pending inbound request
///   is not in the roster
/// @param ask a subscription request of the owner's is pending ("Pending Out")
/// @param approved the owner pre-approved the contact (RFC 6121 3.4)
/// @param request the contact's pending subscription request as XML ("Pending In"), `null` when
///   there is none
public record RosterItem(
        JID contact,
        @Nullable String name,
        Set<String> groups,
        Subscription subscription,
        boolean listed,
        boolean ask,
        boolean approved,
        @Nullable String request) {
    public RosterItem {
        groups = Set.copyOf(groups);
    }

    public boolean pendingIn() {
        return request != null;
    }
}
