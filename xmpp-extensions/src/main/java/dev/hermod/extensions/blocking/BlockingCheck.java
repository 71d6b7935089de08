package dev.hermod.extensions.blocking;

import dev.hermod.feature.Admission;
import dev.hermod.feature.RoutedAccount;
import dev.hermod.feature.RoutedState;
import dev.hermod.feature.StanzaCheck;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// Holds up what passes between an account and whom it blocks (XEP-0191 3.2). To the blocked the
/// account looks as if it were offline.
final class BlockingCheck implements StanzaCheck {
    static final String ERRORS = "urn:xmpp:blocking:errors";

    private static final Admission YOU_BLOCK =
            new Admission.Refuse(
                    new StanzaException(
                            PacketError.Condition.not_acceptable,
                            PacketError.Type.cancel,
                            null,
                            FrozenElement.named("blocked", ERRORS).build()));
    private static final Admission NOBODY_THERE =
            new Admission.Refuse(new StanzaException(PacketError.Condition.service_unavailable));
    private static final Admission UNHEARD = new Admission.Drop("the sender is blocked");

    private final RoutedState<AccountBlocks> blocks;

    BlockingCheck(RoutedState<AccountBlocks> blocks) {
        this.blocks = blocks;
    }

    @Override
    public Admission sending(Packet stanza, RoutedAccount sender) {
        AccountBlocks list = sender.state(blocks);
        return blocked(list, stanza.getTo(), sender) && !list.isFarewell(stanza)
                ? YOU_BLOCK
                : Admission.PASS;
    }

    @Override
    public Admission receiving(Packet stanza, RoutedAccount recipient) {
        if (!blocked(recipient.state(blocks), stanza.getFrom(), recipient)) {
            return Admission.PASS;
        }
        return switch (stanza) {
            case Presence _ -> UNHEARD;
            // To an error for one of its messages a room answers by removing the occupant.
            case Message message when message.getType() == Message.Type.groupchat -> UNHEARD;
            default -> NOBODY_THERE;
        };
    }

    /// Nobody can be locked out of their own account, so whatever is listed, their server stays
    /// within reach; stanzas among their own resources are never checked.
    private static boolean blocked(AccountBlocks list, JID other, RoutedAccount owner) {
        BlockedAddresses addresses = list.addresses();
        return !addresses.isEmpty()
                && addresses.match(other)
                && !(other.getNode() == null
                        && other.getDomain().equals(owner.address().getDomain()));
    }
}
