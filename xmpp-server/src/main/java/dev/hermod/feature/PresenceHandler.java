package dev.hermod.feature;

import dev.hermod.stanza.StanzaException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// Takes a presence stanza.
@FunctionalInterface
public interface PresenceHandler {
    /// Handles it; a [StanzaException] becomes the error reply.
    ///
    /// @param presence `from` is set; `to` is empty for a broadcast
    /// @param origin the local session that sent it, `null` for presence from elsewhere
    void handle(Presence presence, @Nullable Session origin) throws StanzaException;
}
