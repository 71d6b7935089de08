package dev.hermod.feature;

import dev.hermod.stanza.StanzaException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;

/// Answers an IQ.
@FunctionalInterface
public interface IqHandler {
    /// Returns the result, or `null` when it has delivered the answer itself; a [StanzaException]
    /// becomes the error reply.
    @Nullable IQ handle(IqRequest request) throws StanzaException;
}
