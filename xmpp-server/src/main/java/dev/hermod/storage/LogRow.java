package dev.hermod.storage;

import org.xmpp.packet.JID;

/// One message as it will stand in one archive.
///
/// @param owner whose archive: the bare JID of a local account or room
/// @param conversation the bare JID of the other side
/// @param target the address it is to be delivered to (full or bare JID of the owner); only used
///   when `deliver`
/// @param deliver whether the owner's resources are to receive it, now or at the next login
public record LogRow(
        JID owner, JID conversation, JID target, boolean deliver, Retention retention) {}
