package dev.hermod.extensions.muc;

import dev.hermod.config.Limits;
import dev.hermod.extensions.muc.Occupant.InRoom;
import dev.hermod.extensions.muc.Occupant.Told;
import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// Entering a room, being there, changing the nick, and leaving (XEP-0045 7.2, 7.6, 7.7, 7.14). In
/// the room's lane.
final class Entering {
    /// Admins enter a room that is full, but for this many.
    private static final int RESERVE = 50;

    private final Services services;
    private final Rooms rooms;
    private final Announcements announcements;
    private final Welcome welcome;
    private final Whereabouts whereabouts;

    Entering(
            Services services,
            Rooms rooms,
            Announcements announcements,
            Welcome welcome,
            Whereabouts whereabouts) {
        this.services = services;
        this.rooms = rooms;
        this.announcements = announcements;
        this.welcome = welcome;
        this.whereabouts = whereabouts;
    }

    /// Available presence to an occupant JID.
    void available(RoomLane lane, @Nullable Room present, Presence presence)
            throws StanzaException {
        JID session = presence.getFrom();
        JID wanted = nick(presence.getTo());
        FrozenElement said = said(presence, lane.address());
        FrozenElement join = Stanzas.element(presence).child("x", Muc.JOIN);
        Occupant occupant = present == null ? null : present.occupant(session);
        if (present != null && (occupant != null || join != null)) {
            requirePatience(present, session);
        }
        if (present != null && occupant != null) {
            stay(present, occupant, new Step(session, wanted, said, join));
        } else if (join == null) {
            notThere(presence);
        } else {
            enter(lane, present, new Step(session, wanted, said, join));
        }
    }

    /// What somebody wants.
    ///
    /// @param wanted the occupant JID
    /// @param said their presence, without what only a room may say
    /// @param join the element of a request to enter, `null` in other presence
    private record Step(
            JID session, JID wanted, FrozenElement said, @Nullable FrozenElement join) {}

    private void requirePatience(Room room, JID session) throws StanzaException {
        int perSecond = services.config().limits().roomPresencesPerSecond();
        if (!room.mayMove(session, System.nanoTime(), perSecond)) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint,
                    PacketError.Type.wait,
                    "You come and change too fast for this room.",
                    null);
        }
    }

    private void requireRoomForOneMore(JID address) throws StanzaException {
        int most = services.config().limits().roomsPerSession();
        Session session = services.sessions().session(address);
        if (session != null && whereabouts.of(session).size() >= most) {
            throw new StanzaException(
                    PacketError.Condition.not_allowed,
                    "nobody may be in more than " + most + " rooms at a time");
        }
    }

    /// XEP-0045 5: neither missing nor invisible.
    private static JID nick(JID wanted) throws StanzaException {
        String nick = wanted.getResource();
        if (nick == null || nick.isBlank()) {
            throw new StanzaException(PacketError.Condition.jid_malformed, "a nick is needed");
        }
        return wanted;
    }

    static FrozenElement said(Presence presence, JID room) {
        return Stanzas.element(presence)
                .withoutChildren(child -> Muc.reserved(child, room.toString()))
                .addressed(null, null);
    }

    /// Presence of somebody who thinks they are in the room but are not (XEP-0045 7.2.14).
    private void notThere(Presence presence) {
        FrozenElement item = UserItem.item(Affiliation.NONE, Role.NONE, null, null, Cause.NONE);
        FrozenElement gone =
                FrozenElement.named("presence", Stanzas.CLIENT)
                        .attribute("type", "unavailable")
                        .attribute("id", presence.getID())
                        .child(
                                UserItem.x(
                                        item,
                                        List.of(
                                                Announcements.SELF,
                                                Announcements.KICKED,
                                                Announcements.TECHNICAL)))
                        .build();
        services.router()
                .route(
                        Stanzas.readdressed(
                                Stanzas.presence(gone), presence.getTo(), presence.getFrom()));
    }

    private void stay(Room room, Occupant occupant, Step step) throws StanzaException {
        InRoom before = Objects.requireNonNull(occupant.session(step.session()));
        boolean renames = !occupant.nick().equals(step.wanted().getResource());
        if (renames) {
            rename(room, occupant, step);
        }
        InRoom now = inRoom(step, before.told(), before.turn());
        room.enter(occupant, now);
        if (step.join() != null) {
            announcements.roster(room, occupant, now, codes(room, List.of()));
            announcements.others(room, occupant, now);
            welcome(room, occupant, step, now.turn());
        } else {
            announcements.present(room, occupant, Cause.NONE);
            whereabouts.in(room, occupant, now);
        }
    }

    private void rename(Room room, Occupant occupant, Step step) throws StanzaException {
        String next = step.wanted().getResource();
        if (room.taken(next, occupant.person()) || room.occupant(next) != null) {
            throw new StanzaException(PacketError.Condition.conflict, "that nick is taken");
        }
        announcements.renamed(room, occupant, next);
        room.rename(occupant, step.wanted());
    }

    private void enter(RoomLane lane, @Nullable Room present, Step step) throws StanzaException {
        requireRoomForOneMore(step.session());
        Room room = present == null ? create(lane, step) : present;
        boolean fresh = present == null;
        if (!fresh) {
            check(room, step);
        }
        Occupant sharing = room.occupant(step.wanted().getResource());
        Occupant occupant =
                sharing != null
                        ? sharing
                        : new Occupant(
                                Jids.bare(step.session()),
                                OccupantIds.of(room.settings().secret(), step.session()),
                                step.wanted(),
                                room.settings().entering(room.affiliation(step.session())));
        InRoom now = inRoom(step, new Told(room.reflected(), Long.MAX_VALUE), room.nextTurn());
        room.enter(occupant, now);
        List<Integer> codes = codes(room, fresh ? List.of(Announcements.CREATED) : List.of());
        announcements.roster(room, occupant, now, codes);
        if (room.arrived(occupant, now)) {
            announce(lane);
        }
        welcome(room, occupant, step, now.turn());
    }

    /// Whoever enters, also once more, knows from now on what it is told.
    private void welcome(Room room, Occupant occupant, Step step, long turn) {
        FrozenElement join = Objects.requireNonNull(step.join());
        long first = welcome.history(room, step.session(), join);
        welcome.subject(room, step.session());
        InRoom now = inRoom(step, new Told(room.reflected(), first), turn);
        room.enter(occupant, now);
        whereabouts.in(room, occupant, now);
    }

    /// Tells of whoever has come, at once or together with those who come after.
    private void announce(RoomLane lane) {
        int tick = services.config().limits().roomJoinTickMillis();
        Runnable telling =
                () -> {
                    Room room = lane.room();
                    if (room != null) {
                        announcements.settle(room);
                    }
                };
        if (tick == 0) {
            telling.run();
        } else {
            CompletableFuture.delayedExecutor(tick, TimeUnit.MILLISECONDS)
                    .execute(() -> lane.add(telling));
        }
    }

    private InRoom inRoom(Step step, Told told, long turn) {
        Session local = services.sessions().session(step.session());
        return new InRoom(step.session(), local, step.said(), told, turn);
    }

    private static List<Integer> codes(Room room, List<Integer> more) {
        List<Integer> codes = new ArrayList<>();
        if (room.settings().openJids()) {
            codes.add(Announcements.OPEN_JIDS);
        }
        codes.add(Announcements.SELF);
        if (room.settings().publiclyArchived()) {
            codes.add(Announcements.LOGGED);
        }
        codes.addAll(more);
        return codes;
    }

    private void check(Room room, Step step) throws StanzaException {
        JID person = Jids.bare(step.session());
        Affiliation affiliation = room.affiliation(person);
        RoomSettings settings = room.settings();
        if (affiliation == Affiliation.OUTCAST) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        if (room.locked() && affiliation != Affiliation.OWNER) {
            throw new StanzaException(
                    PacketError.Condition.item_not_found, "this room is not open yet");
        }
        if (settings.membersOnly() && !affiliation.atLeast(Affiliation.MEMBER)) {
            throw new StanzaException(PacketError.Condition.registration_required);
        }
        if (!settings.password().isEmpty() && !passwordGiven(settings, step.join())) {
            throw new StanzaException(PacketError.Condition.not_authorized);
        }
        if (room.taken(step.wanted().getResource(), person)) {
            throw new StanzaException(PacketError.Condition.conflict, "that nick is taken");
        }
        int most =
                affiliation.atLeast(Affiliation.ADMIN)
                        ? settings.maxOccupants() + RESERVE
                        : settings.maxOccupants();
        if (room.occupants().size() >= most && room.occupant(step.wanted().getResource()) == null) {
            throw new StanzaException(
                    PacketError.Condition.service_unavailable,
                    PacketError.Type.wait,
                    "this room is full",
                    null);
        }
    }

    private static boolean passwordGiven(RoomSettings settings, @Nullable FrozenElement join) {
        FrozenElement password = join == null ? null : join.child("password", Muc.JOIN);
        return password != null && Secrets.same(password.text(), settings.password());
    }

    private Room create(RoomLane lane, Step step) throws StanzaException {
        JID person = Jids.bare(step.session());
        Limits limits = services.config().limits();
        if (!services.router().localAccount(person)) {
            throw new StanzaException(
                    PacketError.Condition.not_allowed, "only accounts of this server make rooms");
        }
        RoomStorage storage = rooms.storage();
        if (storage.owned(person) >= limits.roomsPerAccount()) {
            throw new StanzaException(
                    PacketError.Condition.not_allowed,
                    "nobody may own more than " + limits.roomsPerAccount() + " rooms");
        }
        RoomSettings settings = rooms.fresh();
        Affiliate owner = new Affiliate(person, Affiliation.OWNER, null, null);
        Room room = new Room(lane.address(), settings, List.of(owner));
        room.locked(true);
        boolean created =
                storage.create(
                        new RoomStorage.Stored(
                                lane.address(),
                                settings.listing(),
                                SettingsForm.text(settings, true),
                                null,
                                List.of(owner)));
        if (!created) {
            throw new StanzaException(PacketError.Condition.conflict);
        }
        lane.room(room);
        return room;
    }

    /// Unavailable presence, or an error that says that a session is gone.
    ///
    /// @param codes why, beside that it is gone
    void leave(
            RoomLane lane,
            @Nullable Room room,
            JID session,
            FrozenElement last,
            List<Integer> codes) {
        Occupant occupant = room == null ? null : room.occupant(session);
        InRoom there = occupant == null ? null : occupant.session(session);
        if (room == null || occupant == null || there == null) {
            return;
        }
        if (occupant.sessions().size() > 1) {
            announcements.goneAlone(room, occupant, there, last, codes);
            room.leave(occupant, session);
            announcements.present(room, occupant, Cause.NONE);
        } else {
            announcements.gone(room, occupant, last, Cause.NONE, codes);
            room.leave(occupant, session);
        }
        whereabouts.out(room, session);
        closeIfOver(lane, room);
    }

    /// Is there again as before a restart of the server; all that were there know.
    void restore(RoomLane lane, @Nullable Room room, JID session, Whereabouts.Place place) {
        String nick = place.occupant().getResource();
        boolean may =
                room != null
                        && room.occupant(session) == null
                        && !room.taken(nick, session)
                        && room.affiliation(session) != Affiliation.OUTCAST;
        if (room == null || !may) {
            return;
        }
        Occupant sharing = room.occupant(nick);
        Occupant occupant =
                sharing != null
                        ? sharing
                        : new Occupant(
                                Jids.bare(session),
                                OccupantIds.of(room.settings().secret(), session),
                                place.occupant(),
                                place.role());
        room.enter(
                occupant,
                new InRoom(
                        session,
                        services.sessions().session(session),
                        place.presence(),
                        place.told(),
                        room.nextTurn()));
    }

    /// A temporary room ends with its last occupant, one that was never configured with its owner.
    void closeIfOver(RoomLane lane, Room room) {
        if (room.empty() && (room.locked() || !room.settings().persistent())) {
            rooms.storage().remove(room.address());
            lane.room(null);
        }
    }
}
