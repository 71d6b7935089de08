package dev.hermod.routing;

import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import org.xmpp.packet.PacketError;

/// Refusals that several places give.
public final class Refusals {
    private Refusals() {}

    /// What was asked needs storage, and storage does not answer: nothing was written, the sender
    /// may try again.
    public static StanzaException storageAway() {
        return new StanzaException(
                PacketError.Condition.resource_constraint,
                PacketError.Type.wait,
                "The server cannot store this now; try again later.",
                null);
    }

    /// Whether a stanza is the answer [#storageAway] to a message.
    public static boolean isStorageAway(FrozenElement stanza) {
        if (!"error".equals(stanza.attr("type")) || !stanza.localName().equals("message")) {
            return false;
        }
        FrozenElement error = stanza.child("error", Stanzas.CLIENT);
        return error != null
                && PacketError.Type.wait.name().equals(error.attr("type"))
                && error.child("resource-constraint", Stanzas.ERRORS) != null;
    }
}
