package dev.hermod.extensions.administration;

import dev.hermod.admin.OperationException;
import dev.hermod.stanza.StanzaException;
import org.xmpp.packet.PacketError;

/// Says in a stanza error why an operation was not done (XEP-0133 5).
final class Refusals {
    private Refusals() {}

    static StanzaException of(OperationException refused) {
        PacketError.Condition condition =
                switch (refused.reason()) {
                    case INVALID -> PacketError.Condition.not_acceptable;
                    case NOT_FOUND -> PacketError.Condition.item_not_found;
                    case CONFLICT -> PacketError.Condition.conflict;
                    case UNAVAILABLE -> PacketError.Condition.resource_constraint;
                };
        return new StanzaException(condition, String.valueOf(refused.getMessage()));
    }
}
