package dev.hermod.extensions.lastactivity;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage of when accounts were last online, by bare JID. All methods block.
public interface LastActivities {
    /// An account was online then.
    ///
    /// @param at to the millisecond
    /// @param status what its last resource said as it left
    record Seen(JID owner, Instant at, @Nullable String status) {}

    Optional<Seen> find(JID owner);

    /// Takes these in place of what was there; an address that no account has is passed over. Each
    /// owner is there once.
    void store(Collection<Seen> seen);
}
