package dev.hermod.extensions.muc;

import dev.hermod.xml.FrozenElement;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// An entry of a room's archive, for those who derive something from it.
///
/// @param sender who it really was, bare; `null` where that is not known, and for the room itself
/// @param said as it was given to all
public record RoomEntry(@Nullable JID sender, FrozenElement said) {
    public static RoomEntry of(FrozenElement kept) {
        return new RoomEntry(KeptMessage.sender(kept), KeptMessage.reflected(kept));
    }
}
