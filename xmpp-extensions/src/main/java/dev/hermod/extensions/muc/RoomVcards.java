package dev.hermod.extensions.muc;

import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// The vCard of a room, which owners set and everybody reads, and the room's avatar in it. Digests
/// of the avatar stand in the settings, so that nobody who enters or asks makes us read the vCard
/// (XEP-0054, XEP-0486).
final class RoomVcards {
    static final String NAMESPACE = "vcard-temp";
    private static final String UPDATE = "vcard-temp:x:update";
    private static final String VCARD = "vCard";

    /// All of the same picture (XEP-0486 5.1).
    private static final int MOST_PHOTOS = 10;

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
        if (!request.payload().localName().equals(VCARD)) {
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
        try {
            return request.result(ElementReader.parse(text));
        } catch (XmlStreamException e) {
            throw new IllegalStateException("the vCard of a room cannot be read", e);
        }
    }

    /// Another vCard, an empty one for none. In the room's lane.
    void set(Room room, IqRequest request) throws StanzaException {
        requireVcard(request);
        if (room.affiliation(request.from()) != Affiliation.OWNER) {
            throw new StanzaException(
                    PacketError.Condition.forbidden, "Only owners are allowed to set avatars.");
        }
        FrozenElement vcard = request.payload();
        String text = ElementWriter.toXml(vcard);
        int most = services.config().limits().roomVcardBytes();
        if (text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + most + " bytes");
        }
        List<String> avatar = digests(vcard);
        RoomSettings before = room.settings();
        // Should the second step fail, whoever repeats the request mends it.
        rooms.storage().vcard(room.address(), vcard.childElements().isEmpty() ? null : text);
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

    /// Of each form of the picture, as XEP-0153 computes them.
    private static List<String> digests(FrozenElement vcard) throws StanzaException {
        List<FrozenElement> photos = vcard.children("PHOTO", NAMESPACE);
        if (photos.size() > MOST_PHOTOS) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + MOST_PHOTOS + " photos");
        }
        List<String> digests = new ArrayList<>();
        for (FrozenElement photo : photos) {
            FrozenElement data = photo.child("BINVAL", NAMESPACE);
            if (data != null && !data.text().isBlank()) {
                digests.add(digest(data.text()));
            }
        }
        return digests;
    }

    private static String digest(String base64) throws StanzaException {
        try {
            byte[] picture = Base64.getMimeDecoder().decode(base64.strip());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(picture));
        } catch (IllegalArgumentException e) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "a photo is not Base64");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
