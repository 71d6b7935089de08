package dev.hermod.routing;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import java.util.Optional;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/// Error replies, and who never gets one: an error or a result is not answered (RFC 6120 8.3.1), or
/// two servers would answer each other for ever.
final class ErrorReplies {
    private ErrorReplies() {}

    static Optional<Packet> to(Packet stanza, PacketError.Condition condition) {
        return to(stanza, new StanzaException(condition));
    }

    static Optional<Packet> to(Packet stanza, StanzaException refusal) {
        return Stanzas.isAnswerable(stanza)
                ? Optional.of(Stanzas.error(stanza, refusal))
                : Optional.empty();
    }
}
