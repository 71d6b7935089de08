package dev.hermod.extensions.muc;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Somebody a room knows whether they are there or not.
///
/// @param jid bare; only of an outcast it may also be a domain
/// @param nick reserved for them (XEP-0045 7.10), prepared as a resource
/// @param reason of the last change of the affiliation
public record Affiliate(
        JID jid, Affiliation affiliation, @Nullable String nick, @Nullable String reason) {
    /// Whether there is nothing to remember.
    public boolean forgettable() {
        return affiliation == Affiliation.NONE && nick == null;
    }
}
