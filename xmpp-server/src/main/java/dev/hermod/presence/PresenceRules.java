package dev.hermod.presence;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.Presence;

/// What a client may say in available presence (RFC 6121 4.7.2).
final class PresenceRules {
    private PresenceRules() {}

    /// @throws StanzaException `bad-request` for a priority that is no integer from -128 to 127, or
    ///   is given twice
    static void requireValid(Presence presence) throws StanzaException {
        List<FrozenElement> priorities =
                Stanzas.element(presence).children("priority", Stanzas.CLIENT);
        if (priorities.size() > 1) {
            throw new StanzaException(Condition.bad_request, "more than one priority");
        }
        if (!priorities.isEmpty() && !isPriority(priorities.getFirst().text().trim())) {
            throw new StanzaException(Condition.bad_request, "a priority is from -128 to 127");
        }
    }

    private static boolean isPriority(String text) {
        try {
            Byte.parseByte(text);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
