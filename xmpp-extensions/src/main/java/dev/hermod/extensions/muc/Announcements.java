package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.Appearance.Look;
import dev.hermod.extensions.muc.Occupant.InRoom;
import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Tells those in a room who is there, who comes, changes and goes, each as much as they may see
/// (XEP-0045 7.2.3, 7.2.4). In the room's lane only.
final class Announcements {
    static final int OPEN_JIDS = 100;
    static final int SELF = 110;
    static final int LOGGED = 170;
    static final int CREATED = 201;
    static final int BANNED = 301;
    static final int RENAMED = 303;
    static final int KICKED = 307;
    static final int NO_LONGER_AFFILIATED = 321;
    static final int MEMBERS_ONLY_NOW = 322;
    static final int TECHNICAL = 333;

    private final RoomOutlet outlet;

    Announcements(RoomOutlet outlet) {
        this.outlet = outlet;
    }

    /// Tells one who has come of all others, and then, with all that it is to know, of itself.
    void roster(Room room, Occupant viewer, InRoom session, Collection<Integer> selfCodes) {
        boolean sees = sees(room, viewer);
        for (Occupant other : room.occupants()) {
            if (other != viewer && shown(room, other, viewer)) {
                say(appearance(room, other, sees), other, session);
            }
        }
        say(available(room, viewer, true, selfCodes, Cause.NONE), viewer, session);
        if (!room.settings().avatar().isEmpty()) {
            outlet.send(RoomVcards.presence(room, session.session()));
        }
    }

    /// Tells all what has changed with somebody who is there.
    void present(Room room, Occupant about, Cause cause) {
        tell(room, about, variants(room, about, cause));
    }

    /// Tells all but the one session by which it came once more.
    void others(Room room, Occupant about, InRoom except) {
        settle(room);
        long turn = except.turn();
        tell(room, about, variants(room, about, Cause.NONE), session -> session.turn() != turn);
    }

    /// Tells of those who have come whoever was there before them: the others have been told when
    /// they came. Before anything else is said of them.
    void settle(Room room) {
        for (Room.Arrival arrival : room.takeArrivals()) {
            Occupant about = arrival.occupant();
            long turn = arrival.session().turn();
            tell(room, about, variants(room, about, Cause.NONE), session -> session.turn() < turn);
        }
    }

    private static Variants variants(Room room, Occupant about, Cause cause) {
        return new Variants(
                available(room, about, false, List.of(), cause),
                available(room, about, true, List.of(), cause),
                available(room, about, true, List.of(SELF), cause));
    }

    /// Tells all that somebody is gone.
    ///
    /// @param last what it said at the end
    /// @param codes why, for all
    void gone(Room room, Occupant about, FrozenElement last, Cause cause, List<Integer> codes) {
        List<Integer> self = new ArrayList<>(codes);
        self.add(0, SELF);
        Affiliation affiliation = room.affiliation(about.person());
        tell(
                room,
                about,
                new Variants(
                        unavailable(about, last, affiliation, false, null, cause, codes),
                        unavailable(about, last, affiliation, true, null, cause, codes),
                        unavailable(about, last, affiliation, true, null, cause, self)));
    }

    /// Tells one session that it is gone.
    void goneAlone(
            Room room, Occupant about, InRoom session, FrozenElement last, List<Integer> codes) {
        settle(room);
        List<Integer> self = new ArrayList<>(codes);
        self.add(0, SELF);
        Affiliation affiliation = room.affiliation(about.person());
        FrozenElement item =
                UserItem.item(affiliation, Role.NONE, session.session(), null, Cause.NONE);
        FrozenElement gone = last.with("type", "unavailable");
        say(Stanzas.presence(template(about, gone, item, self)), about, session);
    }

    /// Tells all that somebody goes on under another nick (XEP-0045 7.6); what follows is
    /// [#present].
    void renamed(Room room, Occupant about, String next) {
        Affiliation affiliation = room.affiliation(about.person());
        FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
        List<Integer> codes = List.of(RENAMED);
        tell(
                room,
                about,
                new Variants(
                        unavailable(about, silent, affiliation, false, next, Cause.NONE, codes),
                        unavailable(about, silent, affiliation, true, next, Cause.NONE, codes),
                        unavailable(
                                about,
                                silent,
                                affiliation,
                                true,
                                next,
                                Cause.NONE,
                                List.of(SELF, RENAMED))));
    }

    /// Somebody whose presence all have seen is one of those now whose presence is not shown.
    void hidden(Room room, Occupant about) {
        settle(room);
        FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
        Affiliation affiliation = room.affiliation(about.person());
        Presence gone = unavailable(about, silent, affiliation, false, null, Cause.NONE, List.of());
        for (Occupant viewer : room.occupants()) {
            if (viewer != about) {
                viewer.sessions().forEach(session -> say(gone, about, session));
            }
        }
    }

    private void say(Presence presence, Occupant about, InRoom to) {
        outlet.send(presence, about.address(), to);
    }

    private void tell(Room room, Occupant about, Variants variants) {
        settle(room);
        tell(room, about, variants, _ -> true);
    }

    private void tell(Room room, Occupant about, Variants variants, Predicate<InRoom> whom) {
        boolean all = room.settings().broadcast().contains(about.role());
        for (Occupant viewer : all ? List.copyOf(room.occupants()) : List.of(about)) {
            Presence presence =
                    viewer == about
                            ? variants.self
                            : sees(room, viewer) ? variants.open : variants.closed;
            for (InRoom session : viewer.sessions()) {
                if (whom.test(session)) {
                    say(presence, about, session);
                }
            }
        }
    }

    /// The same for different eyes.
    ///
    /// @param closed without the real address
    /// @param self for whom it is about
    private record Variants(Presence closed, Presence open, Presence self) {}

    private static boolean shown(Room room, Occupant about, Occupant viewer) {
        return viewer == about || room.settings().broadcast().contains(about.role());
    }

    private static boolean sees(Room room, Occupant viewer) {
        return room.settings().openJids() || viewer.moderator();
    }

    private static Presence appearance(Room room, Occupant about, boolean openly) {
        Look look = look(room, about, openly);
        return about.appearance(look.jid() != null)
                .of(look, () -> element(about, look, List.of(), Cause.NONE));
    }

    private static Presence available(
            Room room, Occupant about, boolean openly, Collection<Integer> codes, Cause cause) {
        return Stanzas.presence(element(about, look(room, about, openly), codes, cause));
    }

    private static Look look(Room room, Occupant about, boolean openly) {
        boolean open = openly || room.settings().openJids();
        return new Look(
                about.presence(),
                about.address(),
                room.affiliation(about.person()),
                about.role(),
                open ? about.sessions().getLast().session() : null,
                HatCommands.worn(room, about));
    }

    private static FrozenElement element(
            Occupant about, Look look, Collection<Integer> codes, Cause cause) {
        FrozenElement item =
                UserItem.item(look.affiliation(), look.role(), look.jid(), null, cause);
        FrozenElement hats = look.hats();
        FrozenElement said = hats == null ? look.said() : look.said().withChild(hats);
        return template(about, said, item, codes);
    }

    private static Presence unavailable(
            Occupant about,
            FrozenElement last,
            Affiliation affiliation,
            boolean open,
            @Nullable String nick,
            Cause cause,
            List<Integer> codes) {
        List<InRoom> sessions = about.sessions();
        JID jid = sessions.isEmpty() ? about.person() : sessions.getLast().session();
        FrozenElement item = UserItem.item(affiliation, Role.NONE, open ? jid : null, nick, cause);
        return Stanzas.presence(template(about, last.with("type", "unavailable"), item, codes));
    }

    private static FrozenElement template(
            Occupant about, FrozenElement presence, FrozenElement item, Collection<Integer> codes) {
        return presence.withChild(OccupantIds.element(about.id()))
                .withChild(UserItem.x(item, codes))
                .addressed(about.address().toString(), null);
    }
}
