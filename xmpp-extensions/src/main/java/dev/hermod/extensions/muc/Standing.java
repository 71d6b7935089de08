package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Changes what people are to a room and what occupants may do, and lets everybody know (XEP-0045
/// 8.2 to 9.9). That it may be done was found out before. In the room's lane.
final class Standing {
    private static final int AFFILIATION_CHANGED = 101;

    private final Services services;
    private final Rooms rooms;
    private final Announcements announcements;
    private final Whereabouts whereabouts;

    Standing(Services services, Rooms rooms, Announcements announcements, Whereabouts whereabouts) {
        this.services = services;
        this.rooms = rooms;
        this.announcements = announcements;
        this.whereabouts = whereabouts;
    }

    /// A change that is stored, and whose consequences nobody has heard of yet.
    ///
    /// @param before what they were
    record Change(Affiliate now, Affiliation before) {}

    /// Stores changes, all or none. What follows from them is [#follow].
    List<Change> store(Room room, Collection<Affiliate> wanted) {
        List<Change> changes = new ArrayList<>();
        for (Affiliate one : wanted) {
            Affiliate before = room.affiliate(one.jid());
            if (!one.equals(before)) {
                changes.add(
                        new Change(one, before == null ? Affiliation.NONE : before.affiliation()));
            }
        }
        if (!changes.isEmpty()) {
            List<Affiliate> affiliates = changes.stream().map(Change::now).toList();
            rooms.storage().affiliate(room.address(), affiliates);
            affiliates.forEach(room::affiliate);
        }
        return changes;
    }

    /// Removes who may not be there any more, changes roles, and tells all.
    void follow(RoomLane lane, Room room, List<Change> changes, @Nullable String actor) {
        for (Change change : changes) {
            if (change.now().affiliation() == change.before()) {
                continue;
            }
            Cause cause = new Cause(actor, change.now().reason());
            List<Occupant> affected = affected(room, change.now().jid());
            for (Occupant occupant : affected) {
                follow(lane, room, occupant, change, cause);
            }
            if (affected.isEmpty() && change.now().jid().getNode() != null) {
                tellAway(room, change);
            }
        }
    }

    /// Out of courtesy (XEP-0045 16.2); who becomes a member where only members enter is invited.
    private void tellAway(Room room, Change change) {
        if (joins(change) && room.settings().membersOnly()) {
            return;
        }
        Affiliation now = change.now().affiliation();
        FrozenElement item = UserItem.item(now, Role.NONE, null, null, Cause.NONE);
        FrozenElement message =
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("id", UUID.randomUUID().toString())
                        .child(UserItem.x(item, List.of(AFFILIATION_CHANGED)))
                        .build();
        services.router()
                .route(
                        Stanzas.readdressed(
                                Stanzas.message(message), room.address(), change.now().jid()));
    }

    private static boolean joins(Change change) {
        return !change.before().atLeast(Affiliation.MEMBER)
                && change.now().affiliation() == Affiliation.MEMBER;
    }

    private static List<Occupant> affected(Room room, JID jid) {
        return room.occupants().stream()
                .filter(one ->
                        one.person().equals(jid)
                                || (jid.getNode() == null
                                        && jid.getDomain().equals(one.person().getDomain())
                                        && room.affiliate(one.person()) == null))
                .toList();
    }

    private void follow(RoomLane lane, Room room, Occupant occupant, Change change, Cause cause) {
        Affiliation now = room.affiliation(occupant.person());
        if (now == Affiliation.OUTCAST) {
            remove(lane, room, occupant, cause, List.of(Announcements.BANNED));
        } else if (room.settings().membersOnly() && !now.atLeast(Affiliation.MEMBER)) {
            remove(lane, room, occupant, cause, List.of(Announcements.NO_LONGER_AFFILIATED));
        } else {
            role(room, occupant, roleAfter(room, occupant, change.before(), now), cause);
        }
    }

    private static Role roleAfter(
            Room room, Occupant occupant, Affiliation before, Affiliation now) {
        if (now.atLeast(Affiliation.ADMIN)) {
            return Role.MODERATOR;
        }
        if (before.atLeast(Affiliation.ADMIN)) {
            return room.settings().entering(now);
        }
        return now == Affiliation.MEMBER && occupant.role() == Role.VISITOR
                ? Role.PARTICIPANT
                : occupant.role();
    }

    /// Gives an occupant a role; all are told, also where it had it before, since something else
    /// about it has changed.
    void role(Room room, Occupant occupant, Role role, Cause cause) {
        boolean wasShown = room.settings().broadcast().contains(occupant.role());
        occupant.role(role);
        if (wasShown && !room.settings().broadcast().contains(role)) {
            announcements.hidden(room, occupant);
        }
        announcements.present(room, occupant, cause);
        for (Occupant.InRoom session : occupant.sessions()) {
            whereabouts.in(room, occupant, session);
        }
    }

    /// Removes an occupant with all its sessions.
    ///
    /// @param codes why
    void remove(RoomLane lane, Room room, Occupant occupant, Cause cause, List<Integer> codes) {
        FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
        announcements.gone(room, occupant, silent, cause, codes);
        for (Occupant.InRoom session : occupant.sessions()) {
            room.leave(occupant, session.session());
            whereabouts.out(room, session.session());
        }
        if (room.empty() && !room.settings().persistent() && lane.room() != null) {
            rooms.storage().remove(room.address());
            lane.room(null);
        }
    }

    /// Somebody who is not there is asked in (XEP-0045 9.3, 9.5).
    void inviteNewMembers(Room room, List<Change> changes, JID inviter) {
        if (!room.settings().membersOnly()) {
            return;
        }
        for (Change change : changes) {
            JID invitee = change.now().jid();
            if (joins(change) && room.occupantsOf(invitee).isEmpty()) {
                services.router().route(Invitations.message(room, inviter, invitee, null));
            }
        }
    }

    /// The nick of whoever acts, where they are there.
    static @Nullable String actor(Room room, JID session) {
        Occupant occupant = room.occupant(session);
        if (occupant == null) {
            List<Occupant> others = room.occupantsOf(dev.hermod.stanza.Jids.bare(session));
            return others.isEmpty() ? null : others.getFirst().nick();
        }
        return Objects.requireNonNull(occupant.nick());
    }
}
