package dev.hermod.routing;

import dev.hermod.stanza.StanzaException;
import org.xmpp.packet.Message;
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

    /// Whether a message is the answer [#storageAway] to another one.
    public static boolean isStorageAway(Message message) {
        return message.getType() == Message.Type.error
                && message.getError() != null
                && message.getError().getType() == PacketError.Type.wait
                && message.getError().getCondition() == PacketError.Condition.resource_constraint;
    }
}
