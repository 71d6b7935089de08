package dev.hermod.extensions.muc;

import dev.hermod.feature.Router;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// From one occupant to another, neither learning who the other is (XEP-0045 7.5). In the room's
/// lane.
final class PrivateMessages {
    private static final String HINTS = "urn:xmpp:hints";

    private final Router router;
    private final Announcements announcements;

    PrivateMessages(Router router, Announcements announcements) {
        this.router = router;
        this.announcements = announcements;
    }

    void send(Room room, Message message) throws StanzaException {
        Occupant sender = room.occupant(message.getFrom());
        if (sender == null) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "you are not there");
        }
        if (message.getType() == Message.Type.groupchat) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "this is no way to one occupant");
        }
        Occupant recipient = room.occupant(message.getTo().getResource());
        if (recipient == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "nobody is called so");
        }
        if (!room.settings().privateMessages().allows(sender.role())) {
            throw new StanzaException(
                    PacketError.Condition.forbidden, "private messages are not for you here");
        }
        announcements.settle(room);
        FrozenElement passed =
                Stanzas.element(message)
                        .withoutChildren(child -> Muc.reserved(child, room.address().toString()))
                        .withChild(FrozenElement.named("x", Muc.USER).build())
                        .withChild(OccupantIds.element(sender.id()));
        List<Occupant.InRoom> sessions = recipient.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            // One of them stands in the recipient's archive.
            FrozenElement copy = i == 0 ? passed : passed.withChild(noStore());
            router.route(
                    Stanzas.readdressed(
                            Stanzas.message(copy), sender.address(), sessions.get(i).session()));
        }
    }

    private static FrozenElement noStore() {
        return FrozenElement.named("no-store", HINTS).build();
    }
}
