package dev.hermod.feature;

import dev.hermod.storage.RosterItem;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Hears what an account's roster has come to say of a contact; called on the virtual thread that
/// has changed it, which waits meanwhile.
@FunctionalInterface
public interface RosterListener {
    /// After storage, and what [Contacts] say, have changed.
    ///
    /// @param before `null` when nothing was known of the contact
    /// @param after `null` when nothing is known any more
    void changed(JID owner, JID contact, @Nullable RosterItem before, @Nullable RosterItem after);
}
