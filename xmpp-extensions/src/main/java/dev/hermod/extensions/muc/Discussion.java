package dev.hermod.extensions.muc;

import dev.hermod.feature.Origins;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stanza.Timestamps;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Origin;
import dev.hermod.storage.Retention;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// What is said to all (XEP-0045 7.4, 8.1): committed to the room's archive first, then reflected
/// to everybody in the order of the archive; what is not kept, and the subject, have their place in
/// the same order. In the room's lane.
final class Discussion {
    private final Services services;
    private final Rooms rooms;
    private final RoomOutlet outlet;
    private final Announcements announcements;
    private final Absentees absentees;
    private final Moderation moderation;

    Discussion(
            Services services,
            Rooms rooms,
            RoomOutlet outlet,
            Announcements announcements,
            Absentees absentees) {
        this.services = services;
        this.announcements = announcements;
        this.absentees = absentees;
        this.outlet = outlet;
        this.rooms = rooms;
        this.moderation = new Moderation(services, this);
    }

    Moderation moderation() {
        return moderation;
    }

    /// What was said and is not reflected yet, oldest first. In the room's lane; [#isEmpty]
    /// anywhere.
    static final class Pending {
        // Bounded by the queue of the log and of the lane.
        private final ArrayDeque<Said> waiting = new ArrayDeque<>(0);
        private volatile boolean empty = true;

        boolean isEmpty() {
            return empty;
        }

        private void add(Said said) {
            waiting.add(said);
            empty = false;
        }

        private @Nullable Said nextReady() {
            Said first = waiting.peek();
            if (first == null || !first.ready) {
                return null;
            }
            waiting.remove();
            empty = waiting.isEmpty();
            return first;
        }
    }

    /// The room itself says something to all, in its place in the order.
    void announce(RoomLane lane, Room room, FrozenElement message) {
        Said said = new Said(Stanzas.message(message), room.address(), message, () -> {});
        lane.pending().add(said);
        if (room.settings().archived()) {
            keep(lane, said, room.address(), message);
        } else {
            said.ready = true;
        }
        reflectReady(lane, room);
    }

    /// One message.
    private static final class Said {
        final Message received;
        final JID from;
        final FrozenElement reflected;
        final Runnable settled;
        boolean ready;
        boolean refused;
        boolean repeated;
        long id;

        Said(Message received, JID from, FrozenElement reflected, Runnable settled) {
            this.received = received;
            this.from = from;
            this.reflected = reflected;
            this.settled = settled;
        }
    }

    /// @param settled runs when it is reflected or refused
    void say(RoomLane lane, Room room, Message message, Runnable settled) throws StanzaException {
        Occupant sender = room.occupant(message.getFrom());
        if (sender == null) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "you are not there");
        }
        FrozenElement root = Stanzas.element(message);
        if (setsSubject(root)) {
            setSubject(lane, room, sender, message, settled);
            return;
        }
        if (!sender.role().atLeast(Role.PARTICIPANT)) {
            throw new StanzaException(PacketError.Condition.forbidden, "you have no voice");
        }
        if (ElementWriter.length(root) > services.config().limits().roomMessageBytes()) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "that is too long for this room");
        }
        if (!sender.pace()
                .next(System.nanoTime(), services.config().limits().roomMessagesPerSecond())) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint,
                    PacketError.Type.wait,
                    "You speak too fast for this room.",
                    null);
        }
        Said said = said(room, sender, message, settled);
        lane.pending().add(said);
        if (room.settings().archived() && KeptMessage.worthKeeping(said.reflected)) {
            FrozenElement kept =
                    KeptMessage.of(
                            said.reflected,
                            sender,
                            room.affiliation(sender.person()),
                            room.settings().openJids());
            keep(lane, said, room.address(), kept);
        } else {
            said.ready = true;
        }
        reflectReady(lane, room);
    }

    private static Said said(Room room, Occupant sender, Message message, Runnable settled) {
        FrozenElement root = Stanzas.element(message);
        FrozenElement reflected =
                root.withoutChildren(child -> Muc.reserved(child, room.address().toString()))
                        .addressed(sender.address().toString(), null)
                        .withChild(OccupantIds.element(sender.id()));
        if (root.attr("id") == null) {
            reflected = reflected.with("id", UUID.randomUUID().toString());
        }
        return new Said(message, sender.address(), reflected, settled);
    }

    private void keep(RoomLane lane, Said said, JID room, FrozenElement kept) {
        LogRow row = new LogRow(room, room, room, false, Retention.ARCHIVE);
        Origin origin = Origins.of(said.received);
        LogMessage entry = new LogMessage(ElementWriter.toBytes(kept), List.of(row), null, origin);
        if (!services.storage().messageLog().append(entry, new Kept(lane, said))) {
            said.refused = true;
            said.ready = true;
        }
    }

    /// A message in the log's queue; told on the log's thread.
    private final class Kept implements MessageLog.Outcome {
        private final RoomLane lane;
        private final Said said;

        Kept(RoomLane lane, Said said) {
            this.lane = lane;
            this.said = said;
        }

        @Override
        public void committed(long[] ids, long[] previousIds) {
            ready(ids[0], false, false);
        }

        @Override
        public void repeated(long[] ids) {
            ready(ids[0], true, false);
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            ready(0, false, true);
        }

        private void ready(long id, boolean repeated, boolean refused) {
            lane.add(() -> {
                said.id = id;
                said.repeated = repeated;
                said.refused = refused;
                said.ready = true;
                reflectReady(lane, lane.room());
            });
        }
    }

    private void reflectReady(RoomLane lane, @Nullable Room room) {
        Said next = lane.pending().nextReady();
        while (next != null) {
            if (next.refused || room == null) {
                refuse(next.received, Rooms.storageAway());
            } else {
                reflect(room, next);
            }
            next.settled.run();
            next = lane.pending().nextReady();
        }
    }

    private void refuse(Message message, StanzaException why) {
        if (Stanzas.isAnswerable(message)) {
            services.router().route(Stanzas.error(message, why));
        }
    }

    private void reflect(Room room, Said said) {
        FrozenElement whole = said.id == 0 ? said.reflected : identified(room, said);
        Message template = Stanzas.message(whole);
        if (said.repeated) {
            reflectAgain(room, said, template);
            return;
        }
        announcements.settle(room);
        for (Occupant occupant : room.occupants()) {
            for (Occupant.InRoom session : occupant.sessions()) {
                outlet.send(template, said.from, session);
            }
        }
        room.reflected(said.id);
        if (said.id != 0) {
            moderation.retracted(room, said.reflected, Jids.bare(said.received.getFrom()));
            absentees.said(room, said.id, whole, said.received.getFrom());
        }
    }

    /// Who sends a message once more has not heard that it was kept, unless it was there then, or
    /// was told since.
    private void reflectAgain(Room room, Said said, Message template) {
        JID session = said.received.getFrom();
        Occupant sender = room.occupant(session);
        Occupant.InRoom there = sender == null ? null : sender.session(session);
        if (there != null && !there.told().has(said.id)) {
            outlet.send(template, said.from, there);
        }
    }

    private static FrozenElement identified(Room room, Said said) {
        return said.reflected.withChild(stanzaId(room.address(), said.id));
    }

    static FrozenElement stanzaId(JID room, long id) {
        return FrozenElement.named("stanza-id", Muc.STANZA_IDS)
                .attribute("by", room.toString())
                .attribute("id", MessageIds.wire(id))
                .build();
    }

    private static boolean setsSubject(FrozenElement root) {
        return root.child("subject", Stanzas.CLIENT) != null
                && root.child("body", Stanzas.CLIENT) == null
                && root.child("thread", Stanzas.CLIENT) == null;
    }

    private void setSubject(
            RoomLane lane, Room room, Occupant sender, Message message, Runnable settled)
            throws StanzaException {
        boolean may =
                sender.moderator()
                        || (room.settings().subjectByAll()
                                && sender.role().atLeast(Role.PARTICIPANT));
        if (!may) {
            throw new StanzaException(PacketError.Condition.forbidden, "that is for moderators");
        }
        if (ElementWriter.length(Stanzas.element(message))
                > services.config().limits().roomMessageBytes()) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "that is too long");
        }
        Said said = said(room, sender, message, settled);
        FrozenElement stamped =
                said.reflected.withChild(
                        FrozenElement.named("delay", Muc.DELAY)
                                .attribute("from", room.address().toString())
                                .attribute("stamp", Timestamps.format(services.clock().instant()))
                                .build());
        String text = ElementWriter.toXml(stamped);
        rooms.storage().subject(room.address(), text);
        room.subject(text);
        said.ready = true;
        lane.pending().add(said);
        reflectReady(lane, room);
    }
}
