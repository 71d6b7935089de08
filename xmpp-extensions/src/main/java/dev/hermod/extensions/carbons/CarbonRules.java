package dev.hermod.extensions.carbons;

import dev.hermod.extensions.carbons.Carbon.Direction;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Which messages are copied (XEP-0280 section 6.1). Neither these rules nor their exceptions may
/// grow: clients that see them advertised rely on exactly this set (section 6.2).
final class CarbonRules {
    private static final String HINTS = "urn:xmpp:hints";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    private static final String INVITATION = "jabber:x:conference";

    /// Receipts (XEP-0184), typing (XEP-0085), markers (XEP-0333).
    private static final Set<String> INSTANT_MESSAGING =
            Set.of(
                    "urn:xmpp:receipts",
                    "http://jabber.org/protocol/chatstates",
                    "urn:xmpp:chat-markers:0");

    private CarbonRules() {}

    /// Whether the account's other resources are to see the message.
    ///
    /// @param direction as the account sees it
    /// @param answersEligible for an error: whether what it answers was eligible
    static boolean eligible(Message message, Direction direction, BooleanSupplier answersEligible) {
        FrozenElement root = Stanzas.element(message);
        if (root.child("private", CarbonsFeature.NAMESPACE) != null
                || root.child("no-copy", HINTS) != null) {
            return false;
        }
        return switch (message.getType()) {
            case groupchat -> false;
            case error -> answersEligible.getAsBoolean();
            case chat, normal, headline ->
                    !fromOccupant(message, root, direction)
                            && (chats(message.getType(), root)
                                    || invites(root)
                                    || toOccupant(message, root, direction));
        };
    }

    private static boolean chats(Message.Type type, FrozenElement root) {
        return type == Message.Type.chat
                || (type == Message.Type.normal && root.child("body", root.namespace()) != null)
                || root.childElements().stream()
                        .anyMatch(child -> INSTANT_MESSAGING.contains(child.namespace()));
    }

    /// Directly (XEP-0249) or through the room (XEP-0045 section 7.8.2).
    private static boolean invites(FrozenElement root) {
        return root.child("x", INVITATION) != null || mediates(root);
    }

    private static boolean mediates(FrozenElement root) {
        return root.children("x", MUC_USER).stream()
                .anyMatch(x -> x.child("invite", MUC_USER) != null);
    }

    /// A private message of somebody in a room: the room itself gives it to all of the account's
    /// clients that are there.
    private static boolean fromOccupant(Message message, FrozenElement root, Direction direction) {
        return direction == Direction.RECEIVED
                && hasResource(message.getFrom())
                && root.child("x", MUC_USER) != null
                && !mediates(root);
    }

    private static boolean toOccupant(Message message, FrozenElement root, Direction direction) {
        return direction == Direction.SENT
                && message.getTo() != null
                && hasResource(message.getTo())
                && root.child("x", MUC_USER) != null;
    }

    private static boolean hasResource(JID address) {
        return address.getResource() != null;
    }
}
