package dev.hermod.extensions.muc;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.archive.Archives;
import dev.hermod.extensions.retraction.Retractions;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stanza.Timestamps;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Messages that are taken back, by a moderator (XEP-0425) or by who said them (XEP-0424): the
/// archive keeps that there was one. In the room's lane.
final class Moderation {
    static final String NAMESPACE = "urn:xmpp:message-moderate:1";
    static final String RETRACT = "urn:xmpp:message-retract:1";

    private final Services services;
    private final Discussion discussion;

    Moderation(Services services, Discussion discussion) {
        this.services = services;
        this.discussion = discussion;
    }

    /// Carries out a moderator's request.
    void moderate(RoomLane lane, Room room, IqRequest request) throws StanzaException {
        Administration.requireModerator(room, request.from());
        FrozenElement moderate = request.payload();
        if (moderate.child("retract", RETRACT) == null) {
            throw new StanzaException(
                    PacketError.Condition.feature_not_implemented, "only retraction");
        }
        ArchivedMessage target = find(room, moderate.attr("id"));
        FrozenElement stored = target == null ? null : parsed(target);
        if (target == null || stored == null || stored.child("retracted", RETRACT) != null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "no such message");
        }
        FrozenElement by = moderated(room, request.from());
        FrozenElement reason = moderate.child("reason", NAMESPACE);
        replace(room, target, stored, null, by, reason);
        FrozenElement.Builder retract =
                FrozenElement.named("retract", RETRACT)
                        .attribute("id", moderate.attr("id"))
                        .child(by);
        if (reason != null) {
            retract.child(FrozenElement.named("reason", RETRACT).text(reason.text()).build());
        }
        FrozenElement told =
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("type", "groupchat")
                        .attribute("from", room.address().toString())
                        .attribute("id", UUID.randomUUID().toString())
                        .child(retract.build())
                        .build();
        discussion.announce(lane, room, told);
        services.router().route(request.result());
    }

    private static FrozenElement moderated(Room room, JID moderator) {
        Occupant there = room.occupant(moderator);
        FrozenElement.Builder by = FrozenElement.named("moderated", NAMESPACE);
        if (there != null) {
            by.attribute("by", there.address().toString());
        }
        return by.child(OccupantIds.element(OccupantIds.of(room.settings().secret(), moderator)))
                .build();
    }

    /// After it was reflected: what its author takes back with it goes.
    void retracted(Room room, FrozenElement message, JID author) {
        FrozenElement retract = message.child("retract", RETRACT);
        if (retract == null) {
            return;
        }
        ArchivedMessage target = find(room, retract.attr("id"));
        FrozenElement stored = target == null ? null : parsed(target);
        if (target != null
                && stored != null
                && author.equals(KeptMessage.sender(stored))
                && stored.child("retract", RETRACT) == null
                && stored.child("retracted", RETRACT) == null) {
            replace(room, target, stored, message.attr("id"), null, null);
        }
    }

    private @Nullable ArchivedMessage find(Room room, @Nullable String id) {
        try {
            long number = id == null ? 0 : Long.parseLong(id);
            List<ArchivedMessage> found =
                    services.storage()
                            .port(Archives.class)
                            .messages(room.address(), List.of(number));
            return found.isEmpty() ? null : found.getFirst();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable FrozenElement parsed(ArchivedMessage message) {
        try {
            return ElementReader.parse(message.stanza());
        } catch (XmlStreamException e) {
            return null;
        }
    }

    private void replace(
            Room room,
            ArchivedMessage target,
            FrozenElement stored,
            @Nullable String id,
            @Nullable FrozenElement by,
            @Nullable FrozenElement reason) {
        FrozenElement.Builder retracted =
                FrozenElement.named("retracted", RETRACT)
                        .attribute("stamp", Timestamps.format(services.clock().instant()))
                        .attribute("id", id)
                        .child(by);
        if (reason != null) {
            retracted.child(FrozenElement.named("reason", RETRACT).text(reason.text()).build());
        }
        FrozenElement left =
                stored.withoutChildren(child ->
                                !child.is("occupant-id", Muc.OCCUPANT_IDS)
                                        && KeptMessage.isPart(child))
                        .withChild(retracted.build());
        services.storage()
                .port(Retractions.class)
                .replace(
                        room.address(),
                        new ArchivedMessage(target.id(), ElementWriter.toBytes(left)));
    }
}
