package dev.hermod.feature;

import dev.hermod.config.Retention;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What may be done to accounts of the served domains, with all that follows from it. Addresses are
/// prepared bare JIDs. All of it blocks: storage, and the work of SCRAM.
///
/// Passwords that SASLprep cannot prepare are refused with an [IllegalArgumentException] that does
/// not repeat them.
public interface AccountActions {
    /// Adds an account; `false` when the address is taken.
    boolean create(JID address, String password, boolean admin);

    /// `false` when there is no such account. Sessions that are open stay open.
    boolean changePassword(JID address, String password);

    /// Chooses how long the account's messages are kept; empty for what its domain has. `false`
    /// when there is no such account.
    boolean retention(JID address, Optional<Retention> chosen);

    /// Ends the account's sessions, tells all features, and erases every row of it; `false` when
    /// there is no such account.
    default boolean remove(JID address) {
        return remove(address, null);
    }

    /// The same, but leaves one session for the caller to end, so that it can still be told.
    boolean remove(JID address, @Nullable Session spared);
}
