package dev.hermod.feature;

import dev.hermod.stanza.StanzaException;
import org.xmpp.packet.IQ;

/// Answers an IQ on a stream that is not authenticated.
@FunctionalInterface
public interface EarlyIqHandler {
    IQ handle(IQ request, StreamContext stream) throws StanzaException;
}
