package dev.hermod.extensions.muc;

import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.JID;

/// Something that was said to all in a room, for those of its people who were not there to hear it.
///
/// @param id in the room's archive
/// @param message as it was given to all
/// @param sender the bare JID
/// @param absent members, admins and owners without an occupant in the room, but for the sender
public record RoomMessage(
        JID room, String name, long id, FrozenElement message, JID sender, List<Absent> absent) {
    public RoomMessage {
        absent = List.copyOf(absent);
    }

    /// One of them.
    ///
    /// @param person the bare JID
    /// @param mentioned by address or nick
    /// @param answered it replies to something that they said (XEP-0461)
    public record Absent(JID person, boolean mentioned, boolean answered) {}
}
