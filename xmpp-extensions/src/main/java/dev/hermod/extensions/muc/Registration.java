package dev.hermod.extensions.muc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.config.Limits;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// How people become members of a room, and reserve a nick there, by themselves (XEP-0045 7.10).
/// Where membership opens something that is closed to others, admins decide (9.9). In the room's
/// lane.
final class Registration {
    static final String NAMESPACE = "jabber:iq:register";

    /// So long admins are not asked again about the same person.
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 10_000;

    private final Services services;
    private final Standing standing;
    private final Limits limits;
    private final Cache<Applicant, Boolean> asked =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfterWrite(BETWEEN_REQUESTS)
                    .build();

    Registration(Services services, Standing standing) {
        this.services = services;
        this.standing = standing;
        this.limits = services.config().limits();
    }

    private record Applicant(JID room, JID person) {}

    /// A request in `jabber:iq:register`.
    void take(RoomLane lane, Room room, IqRequest request) throws StanzaException {
        JID person = Jids.bare(request.from());
        requireAllowed(room, person);
        if (request.iq().getType() == IQ.Type.get) {
            services.router().route(request.result(known(room, person)));
        } else if (request.payload().child("remove", NAMESPACE) != null) {
            remove(lane, room, request);
        } else {
            submit(lane, room, request);
        }
    }

    private static void requireAllowed(Room room, JID person) throws StanzaException {
        Affiliation affiliation = room.affiliation(person);
        if (affiliation == Affiliation.OUTCAST || person.getNode() == null) {
            throw new StanzaException(PacketError.Condition.not_allowed);
        }
        if (room.locked() && affiliation != Affiliation.OWNER) {
            throw new StanzaException(
                    PacketError.Condition.item_not_found, "this room is not open yet");
        }
    }

    private static FrozenElement known(Room room, JID person) {
        Affiliate known = room.affiliate(person);
        String nick = known == null ? null : known.nick();
        FrozenElement.Builder query = FrozenElement.named("query", NAMESPACE);
        boolean registered = known != null;
        if (registered) {
            query.child(FrozenElement.named("registered", NAMESPACE).build());
        }
        if (nick != null) {
            query.child(FrozenElement.named("username", NAMESPACE).text(nick).build());
        }
        Form questions = RegistrationForms.questions(nick, !registered && decided(room, person));
        return query.child(DataForms.element(questions)).build();
    }

    /// Whether a member may do more there than this person: enter at all, speak, or read what was
    /// said behind a password.
    private static boolean decided(Room room, JID person) {
        RoomSettings settings = room.settings();
        boolean outside = room.occupantsOf(person).isEmpty();
        return !room.affiliation(person).atLeast(Affiliation.MEMBER)
                && (settings.membersOnly()
                        || settings.moderated()
                        || (outside && !settings.password().isEmpty()));
    }

    private void submit(RoomLane lane, Room room, IqRequest request) throws StanzaException {
        Form form = DataForms.in(request.payload());
        if (form != null && form.type() == Form.Type.CANCEL) {
            services.router().route(request.result());
            return;
        }
        boolean ours =
                form != null
                        && form.type() == Form.Type.SUBMIT
                        && RegistrationForms.TYPE.equals(form.formType());
        String nick = form == null ? null : form.value(RegistrationForms.NICK);
        if (form == null || !ours || nick == null || nick.isBlank()) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "the form of this room, with a nick");
        }
        JID person = Jids.bare(request.from());
        String prepared = free(room, nick, person);
        if (decided(room, person)) {
            ask(room, person, prepared, form);
            services.router().route(request.result());
        } else {
            requireSpace(room, person);
            Standing.Change change = register(room, person, prepared);
            services.router().route(request.result());
            standing.follow(lane, room, changes(change), null);
        }
    }

    private static String free(Room room, String nick, JID person) throws StanzaException {
        String prepared = Administration.prepared(room, nick);
        if (room.taken(prepared, person)) {
            throw new StanzaException(PacketError.Condition.conflict, "that nick is taken");
        }
        return prepared;
    }

    /// What people can do by themselves must not make a room grow without end.
    private void requireSpace(Room room, JID person) throws StanzaException {
        if (room.affiliate(person) == null && room.affiliates().size() >= limits.roomOccupants()) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint, "nobody else can register here");
        }
    }

    private Standing.@Nullable Change register(Room room, JID person, @Nullable String nick) {
        Affiliation before = room.affiliation(person);
        Affiliation after = before.atLeast(Affiliation.MEMBER) ? before : Affiliation.MEMBER;
        List<Standing.Change> changes =
                standing.store(room, List.of(new Affiliate(person, after, nick, null)));
        return changes.isEmpty() ? null : changes.getFirst();
    }

    private static List<Standing.Change> changes(Standing.@Nullable Change change) {
        return change == null ? List.of() : List.of(change);
    }

    private void ask(Room room, JID person, String nick, Form answers) throws StanzaException {
        Form approval = RegistrationForms.approval(person, nick, answers, limits.roomTextLength());
        if (asked.asMap().putIfAbsent(new Applicant(room.address(), person), true) != null) {
            throw new StanzaException(
                    PacketError.Condition.resource_constraint,
                    PacketError.Type.wait,
                    "The admins of this room have been asked already.",
                    null);
        }
        String body = person + " asks to belong to " + room.address() + ".";
        for (JID decider : deciders(room)) {
            services.router().route(FormMessages.question(room, decider, body, approval));
        }
    }

    /// The admins who are there, or, without any, all owners wherever they are.
    private static List<JID> deciders(Room room) {
        List<JID> there = new ArrayList<>();
        for (Occupant occupant : room.occupants()) {
            if (room.affiliation(occupant.person()).atLeast(Affiliation.ADMIN)) {
                occupant.sessions().forEach(session -> there.add(session.session()));
            }
        }
        return there.isEmpty()
                ? room.affiliates(Affiliation.OWNER).stream().map(Affiliate::jid).toList()
                : there;
    }

    /// What an admin decided about somebody who asked.
    void decide(RoomLane lane, Room room, Message message) throws StanzaException {
        JID decider = message.getFrom();
        if (!room.affiliation(decider).atLeast(Affiliation.ADMIN)) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        Form form = FormMessages.answers(message);
        if (form.type() == Form.Type.CANCEL) {
            return;
        }
        JID named = Jids.parseOrNull(form.value(RegistrationForms.PERSON));
        if (named == null || named.getNode() == null) {
            throw new StanzaException(PacketError.Condition.bad_request, "decided about whom?");
        }
        JID person = Jids.bare(named);
        if (form.flag(RegistrationForms.ALLOW, false)) {
            accept(lane, room, decider, person, form.value(RegistrationForms.NICK));
        }
        asked.invalidate(new Applicant(room.address(), person));
    }

    private void accept(RoomLane lane, Room room, JID decider, JID person, @Nullable String wanted)
            throws StanzaException {
        if (room.affiliation(person) == Affiliation.OUTCAST) {
            throw new StanzaException(
                    PacketError.Condition.not_allowed, "they have been banned since");
        }
        Affiliate known = room.affiliate(person);
        String kept = known == null ? null : known.nick();
        String nick = wanted == null || wanted.isBlank() ? kept : free(room, wanted, person);
        List<Standing.Change> changes = changes(register(room, person, nick));
        standing.follow(lane, room, changes, Standing.actor(room, decider));
        standing.inviteNewMembers(room, changes, decider);
    }

    /// Who goes is no member any more; admins and owners, who are that by the will of others, give
    /// up their nick alone.
    private void remove(RoomLane lane, Room room, IqRequest request) throws StanzaException {
        if (request.payload().childElements().size() != 1) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "<remove/> must stand alone");
        }
        Affiliate known = room.affiliate(request.from());
        if (known == null) {
            throw new StanzaException(PacketError.Condition.registration_required);
        }
        Affiliation after =
                known.affiliation().atLeast(Affiliation.ADMIN)
                        ? known.affiliation()
                        : Affiliation.NONE;
        List<Standing.Change> changes =
                standing.store(room, List.of(new Affiliate(known.jid(), after, null, null)));
        services.router().route(request.result());
        standing.follow(lane, room, changes, null);
    }
}
