package dev.hermod.extensions.muc;

import dev.hermod.extensions.archive.ArchiveView;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// A room's archive as one reader sees it (XEP-0313 6.2).
///
/// @param moderator whether the reader sees real addresses
record RoomArchive(JID owner, boolean moderator) implements ArchiveView {
    /// @throws StanzaException `forbidden` for who could not enter the room either
    static RoomArchive of(Room room, JID reader) throws StanzaException {
        Affiliation affiliation = room.affiliation(reader);
        Occupant there = room.occupant(reader);
        boolean inside = there != null || !room.occupantsOf(Jids.bare(reader)).isEmpty();
        boolean couldEnter =
                !room.settings().membersOnly()
                        && room.settings().password().isEmpty()
                        && !room.locked();
        boolean may =
                affiliation.atLeast(Affiliation.MEMBER)
                        || inside
                        || (couldEnter && affiliation != Affiliation.OUTCAST);
        if (!may) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        boolean moderator =
                affiliation.atLeast(Affiliation.ADMIN) || (there != null && there.moderator());
        return new RoomArchive(room.address(), moderator);
    }

    @Override
    public boolean with(FrozenElement stored, JID address) {
        JID from = Jids.parseOrNull(stored.attr("from"));
        if (from == null) {
            return false;
        }
        boolean real = moderator && Jids.bare(address).equals(KeptMessage.sender(stored));
        return from.equals(address) || address.equals(owner) || real;
    }

    @Override
    public FrozenElement shown(FrozenElement stored) {
        return KeptMessage.shown(stored, moderator);
    }
}
