package dev.hermod.feature;

import org.xmpp.packet.Presence;

/// Adds to available presence what a client has left to its server.
@FunctionalInterface
public interface PresenceCompletion {
    /// The presence as it goes on; must not block.
    ///
    /// @param presence to all who receive it, or, when `to` is set, to somebody
    Presence complete(Presence presence, Session origin);
}
