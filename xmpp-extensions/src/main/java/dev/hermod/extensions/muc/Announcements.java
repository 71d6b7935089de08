package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

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

    private final Consumer<Packet> out;

    Announcements(Consumer<Packet> out) {
        this.out = out;
    }

    /// Tells one who has come of all others, and then, with all that it is to know, of itself.
    void roster(Room room, Occupant viewer, JID session, Collection<Integer> selfCodes) {
        for (Occupant other : room.occupants()) {
            if (other != viewer && shown(room, other, viewer)) {
                out.accept(available(room, other, viewer, List.of(), Cause.NONE).to(session));
            }
        }
        out.accept(available(room, viewer, viewer, selfCodes, Cause.NONE).to(session));
        if (!room.settings().avatar().isEmpty()) {
            out.accept(RoomVcards.presence(room, session));
        }
    }

    /// Tells all that somebody is there, or what has changed with them.
    ///
    /// @param except who was told already
    void present(Room room, Occupant about, Cause cause, @Nullable JID except) {
        Variants variants =
                new Variants(
                        available(room, about, null, List.of(), cause),
                        available(room, about, about, List.of(), cause),
                        available(room, about, about, List.of(SELF), cause));
        tell(room, about, variants, except, true);
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
                        unavailable(about, last, affiliation, true, null, cause, self)),
                null,
                true);
    }

    /// Tells one session that it is gone.
    void goneAlone(
            Room room, Occupant about, JID session, FrozenElement last, List<Integer> codes) {
        List<Integer> self = new ArrayList<>(codes);
        self.add(0, SELF);
        Affiliation affiliation = room.affiliation(about.person());
        FrozenElement item = UserItem.item(affiliation, Role.NONE, session, null, Cause.NONE);
        out.accept(template(about, last.with("type", "unavailable"), item, self).to(session));
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
                                List.of(SELF, RENAMED))),
                null,
                true);
    }

    /// Somebody whose presence all have seen is one of those now whose presence is not shown.
    void hidden(Room room, Occupant about) {
        FrozenElement silent = FrozenElement.named("presence", Stanzas.CLIENT).build();
        Affiliation affiliation = room.affiliation(about.person());
        Template gone = unavailable(about, silent, affiliation, false, null, Cause.NONE, List.of());
        for (Occupant viewer : room.occupants()) {
            if (viewer != about) {
                viewer.sessions().forEach(session -> out.accept(gone.to(session.session())));
            }
        }
    }

    private void tell(
            Room room, Occupant about, Variants variants, @Nullable JID except, boolean self) {
        boolean all = room.settings().broadcast().contains(about.role());
        for (Occupant viewer : all ? List.copyOf(room.occupants()) : List.of(about)) {
            Template template =
                    viewer == about
                            ? variants.self
                            : sees(room, viewer) ? variants.open : variants.closed;
            if (viewer == about && !self) {
                continue;
            }
            for (Occupant.InRoom session : viewer.sessions()) {
                if (!session.session().equals(except)) {
                    out.accept(template.to(session.session()));
                }
            }
        }
    }

    /// The same for different eyes.
    ///
    /// @param closed without the real address
    /// @param self for whom it is about
    private record Variants(Template closed, Template open, Template self) {}

    /// A presence that lacks nothing but a recipient.
    private record Template(FrozenElement presence, JID from) {
        Packet to(JID session) {
            return Stanzas.readdressed(Stanzas.presence(presence), from, session);
        }
    }

    private static boolean shown(Room room, Occupant about, Occupant viewer) {
        return viewer == about || room.settings().broadcast().contains(about.role());
    }

    private static boolean sees(Room room, Occupant viewer) {
        return room.settings().openJids() || viewer.moderator();
    }

    private Template available(
            Room room,
            Occupant about,
            @Nullable Occupant viewer,
            Collection<Integer> codes,
            Cause cause) {
        boolean sees = viewer != null && (viewer == about || sees(room, viewer));
        sees |= room.settings().openJids();
        List<Occupant.InRoom> sessions = about.sessions();
        JID jid = sessions.getLast().session();
        FrozenElement item =
                UserItem.item(
                        room.affiliation(about.person()),
                        about.role(),
                        sees ? jid : null,
                        null,
                        cause);
        FrozenElement hats = HatCommands.worn(room, about);
        FrozenElement said = about.presence();
        return template(about, hats == null ? said : said.withChild(hats), item, codes);
    }

    private static Template unavailable(
            Occupant about,
            FrozenElement last,
            Affiliation affiliation,
            boolean open,
            @Nullable String nick,
            Cause cause,
            List<Integer> codes) {
        List<Occupant.InRoom> sessions = about.sessions();
        JID jid = sessions.isEmpty() ? about.person() : sessions.getLast().session();
        FrozenElement item = UserItem.item(affiliation, Role.NONE, open ? jid : null, nick, cause);
        return template(about, last.with("type", "unavailable"), item, codes);
    }

    private static Template template(
            Occupant about, FrozenElement presence, FrozenElement item, Collection<Integer> codes) {
        FrozenElement whole =
                presence.withChild(OccupantIds.element(about.id()))
                        .withChild(UserItem.x(item, codes))
                        .addressed(about.address().toString(), null);
        return new Template(whole, about.address());
    }
}
