package dev.hermod.feature;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// An IQ get or set that a feature is to answer.
///
/// @param iq `from` is the requester's full JID; `to` is never empty: a request without one has its
///   sender's bare JID
/// @param payload the single child
/// @param session the local session that asked, `null` when the request came from elsewhere
public record IqRequest(IQ iq, FrozenElement payload, @Nullable Session session) {
    public JID from() {
        return iq.getFrom();
    }

    public JID to() {
        return iq.getTo();
    }

    /// The session that asked.
    ///
    /// @throws StanzaException `not-allowed` when it came from elsewhere
    public Session localSession() throws StanzaException {
        if (session == null) {
            throw new StanzaException(PacketError.Condition.not_allowed);
        }
        return session;
    }

    public IQ result() {
        return Stanzas.result(iq);
    }

    public IQ result(FrozenElement with) {
        return Stanzas.result(iq, with);
    }
}
