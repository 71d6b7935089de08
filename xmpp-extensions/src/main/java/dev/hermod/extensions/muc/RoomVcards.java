package dev.hermod.extensions.muc;

import dev.hermod.extensions.vcard.VcardPayload;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// The vCard of a room, which owners set and everybody reads, and the room's avatar in it. Digests
/// of the avatar stand in the settings, so that nobody who enters or asks makes us read the vCard
/// (XEP-0054, XEP-0486).
final class RoomVcards {
    static final String NAMESPACE = VcardPayload.NAMESPACE;
    private static final String UPDATE = "vcard-temp:x:update";

    private final Services services;
    private final Rooms rooms;
    private final Ownership ownership;

    RoomVcards(Services services, Rooms rooms, Ownership ownership) {
        this.services = services;
        this.rooms = rooms;
        this.ownership = ownership;
    }

    /// Who may not see the room may not see its vCard. In the room's lane.
    static void requireReader(Room room, IqRequest request) throws StanzaException {
        requireVcard(request);
        if (room.affiliation(request.from()) == Affiliation.OUTCAST) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
    }

    private static void requireVcard(IqRequest request) throws StanzaException {
        if (!request.payload().localName().equals(VcardPayload.NAME)) {
            throw new StanzaException(PacketError.Condition.bad_request, "a vCard, please");
        }
    }

    /// The vCard, for one who may see it; on any thread.
    IQ read(IqRequest request) throws StanzaException {
        String text =
                rooms.storage()
                        .vcard(request.to())
                        .orElseThrow(() ->
                                new StanzaException(
                                        PacketError.Condition.item_not_found, "it has none"));
        return request.result(VcardPayload.stored(text));
    }

    /// Another vCard, an empty one for none. In the room's lane.
    void set(Room room, IqRequest request) throws StanzaException {
        requireVcard(request);
        if (room.affiliation(request.from()) != Affiliation.OWNER) {
            throw new StanzaException(
                    PacketError.Condition.forbidden, "Only owners are allowed to set avatars.");
        }
        VcardPayload.Checked vcard =
                VcardPayload.check(request.payload(), services.config().limits().roomVcardBytes());
        List<String> avatar = vcard.photos();
        RoomSettings before = room.settings();
        // Should the second step fail, whoever repeats the request mends it.
        rooms.storage().vcard(room.address(), vcard.xml());
        if (!avatar.equals(before.avatar())) {
            RoomSettings after = before.withAvatar(avatar);
            rooms.storage()
                    .configure(
                            room.address(),
                            after.listing(),
                            SettingsForm.text(after, room.locked()));
            room.settings(after);
        }
        services.router().route(request.result());
        tell(room, !avatar.equals(before.avatar()));
    }

    private void tell(Room room, boolean avatarToo) {
        if (avatarToo) {
            for (Occupant occupant : room.occupants()) {
                for (Occupant.InRoom there : occupant.sessions()) {
                    services.router().route(presence(room, there.session()));
                }
            }
        }
        ownership.tell(room, List.of(Ownership.CHANGED));
    }

    /// The room's own presence, which says what its avatar is, or that it has none. XEP-0486 does
    /// not ask for it.
    ///
    /// COMPAT: Conversations and others that learn of the avatars of rooms by presence alone.
    static Presence presence(Room room, JID session) {
        List<String> avatar = room.settings().avatar();
        FrozenElement photo =
                FrozenElement.named("photo", UPDATE)
                        .text(avatar.isEmpty() ? null : avatar.getFirst())
                        .build();
        FrozenElement presence =
                FrozenElement.named("presence", Stanzas.CLIENT)
                        .child(FrozenElement.named("x", UPDATE).child(photo).build())
                        .build();
        return Stanzas.readdressed(Stanzas.presence(presence), room.address(), session);
    }
}
