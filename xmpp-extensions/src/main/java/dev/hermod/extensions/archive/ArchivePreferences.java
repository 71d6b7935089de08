package dev.hermod.extensions.archive;

import java.util.Optional;
import org.xmpp.packet.JID;

/// Storage of preferences, by the owner's bare JID. All methods block.
public interface ArchivePreferences {
    /// Empty for an account that has none, and for an address that no account has.
    Optional<Preferences> load(JID owner);

    /// Replaces them; `false` when there is no such account.
    boolean store(JID owner, Preferences preferences);
}
