package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// Requests of owners about the room itself (`muc#owner`, XEP-0045 10.1, 10.2, 10.9). In the room's
/// lane.
final class Ownership {
    static final int CHANGED = 104;
    private static final int LOGGED_NOW = 170;
    private static final int LOGGED_NO_MORE = 171;
    private static final int OPEN_JIDS_NOW = 172;
    private static final int OPEN_JIDS_NO_MORE = 173;

    private final Services services;
    private final Rooms rooms;
    private final Standing standing;
    private final Whereabouts whereabouts;
    private final RoomOutlet outlet;

    Ownership(
            Services services,
            Rooms rooms,
            Standing standing,
            Whereabouts whereabouts,
            RoomOutlet outlet) {
        this.services = services;
        this.outlet = outlet;
        this.rooms = rooms;
        this.standing = standing;
        this.whereabouts = whereabouts;
    }

    private static void requireOwner(Room room, JID who) throws StanzaException {
        if (room.affiliation(who) != Affiliation.OWNER) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
    }

    private SettingsForm.Bounds bounds() {
        return new SettingsForm.Bounds(
                services.config().limits().roomTextLength(),
                services.config().limits().roomOccupants(),
                services.config().limits().roomHistory());
    }

    void get(Room room, IqRequest request) throws StanzaException {
        requireOwner(room, request.from());
        Form form = SettingsForm.questions(room.settings(), room.affiliates(), bounds());
        services.router()
                .route(
                        request.result(
                                FrozenElement.named("query", Muc.OWNER)
                                        .child(DataForms.element(form))
                                        .build()));
    }

    void set(RoomLane lane, Room room, IqRequest request) throws StanzaException {
        requireOwner(room, request.from());
        FrozenElement destroy = request.payload().child("destroy", Muc.OWNER);
        if (destroy != null) {
            destroy(lane, room, destroy);
            services.router().route(request.result());
            return;
        }
        Form form = DataForms.in(request.payload());
        if (form == null) {
            throw new StanzaException(PacketError.Condition.bad_request, "a form is missing");
        }
        switch (form.type()) {
            case CANCEL -> cancel(lane, room, request);
            case SUBMIT -> submit(lane, room, request, form);
            case FORM, RESULT ->
                    throw new StanzaException(PacketError.Condition.bad_request, "answers, please");
        }
    }

    private void cancel(RoomLane lane, Room room, IqRequest request) {
        if (room.locked()) {
            destroy(lane, room, FrozenElement.named("destroy", Muc.OWNER).build());
        }
        services.router().route(request.result());
    }

    private void submit(RoomLane lane, Room room, IqRequest request, Form form)
            throws StanzaException {
        if (!form.fields().isEmpty() && !SettingsForm.TYPE.equals(form.formType())) {
            throw new StanzaException(PacketError.Condition.bad_request, "another form, please");
        }
        RoomSettings before = room.settings();
        RoomSettings after = SettingsForm.answered(form, before, bounds());
        Map<JID, Affiliate> people = people(room, form);
        Administration.requireOwnerLeft(room, people);
        if (!after.equals(before) || room.locked()) {
            rooms.storage()
                    .configure(room.address(), after.listing(), SettingsForm.text(after, false));
            room.settings(after);
        }
        List<Standing.Change> changes = standing.store(room, people.values());
        room.locked(false);
        services.router().route(request.result());
        String actor = Standing.actor(room, request.from());
        standing.follow(lane, room, changes, actor);
        follow(lane, room, before);
    }

    /// The lists in the form are whole lists: who is missing is a member from then on.
    private static Map<JID, Affiliate> people(Room room, Form form) throws StanzaException {
        Map<JID, Affiliate> changes = new LinkedHashMap<>();
        collect(room, SettingsForm.people(form, "roomadmins"), Affiliation.ADMIN, changes);
        collect(room, SettingsForm.people(form, "roomowners"), Affiliation.OWNER, changes);
        return changes;
    }

    private static void collect(
            Room room, @Nullable Set<JID> wanted, Affiliation which, Map<JID, Affiliate> changes) {
        if (wanted == null) {
            return;
        }
        for (Affiliate present : room.affiliates(which)) {
            if (!wanted.contains(present.jid())) {
                changes.putIfAbsent(
                        present.jid(),
                        new Affiliate(present.jid(), Affiliation.MEMBER, present.nick(), null));
            }
        }
        for (JID person : wanted) {
            Affiliate before = room.affiliate(person);
            if (before == null || before.affiliation() != which || changes.containsKey(person)) {
                changes.put(
                        person,
                        new Affiliate(person, which, before == null ? null : before.nick(), null));
            }
        }
    }

    /// What a change of settings means for those who are there (XEP-0045 10.2).
    private void follow(RoomLane lane, Room room, RoomSettings before) {
        RoomSettings after = room.settings();
        if (after.equals(before)) {
            return;
        }
        if (after.membersOnly() && !before.membersOnly()) {
            for (Occupant occupant : List.copyOf(room.occupants())) {
                if (!room.affiliation(occupant.person()).atLeast(Affiliation.MEMBER)) {
                    standing.remove(
                            lane,
                            room,
                            occupant,
                            Cause.NONE,
                            List.of(Announcements.MEMBERS_ONLY_NOW));
                }
            }
        }
        if (before.moderated() && !after.moderated()) {
            room.occupants().stream()
                    .filter(one -> one.role() == Role.VISITOR)
                    .toList()
                    .forEach(one -> standing.role(room, one, Role.PARTICIPANT, Cause.NONE));
        }
        tell(room, codes(before, after));
    }

    private static List<Integer> codes(RoomSettings before, RoomSettings after) {
        List<Integer> codes = new ArrayList<>();
        if (before.publiclyArchived() != after.publiclyArchived()) {
            codes.add(after.publiclyArchived() ? LOGGED_NOW : LOGGED_NO_MORE);
        }
        if (before.openJids() != after.openJids()) {
            codes.add(after.openJids() ? OPEN_JIDS_NOW : OPEN_JIDS_NO_MORE);
        }
        if (codes.isEmpty()) {
            codes.add(CHANGED);
        }
        return codes;
    }

    /// A message from the room about itself.
    void tell(Room room, List<Integer> codes) {
        FrozenElement message =
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("type", "groupchat")
                        .attribute("id", java.util.UUID.randomUUID().toString())
                        .child(UserItem.x(null, codes))
                        .build();
        Message told = Stanzas.message(message);
        for (Occupant occupant : room.occupants()) {
            for (Occupant.InRoom session : occupant.sessions()) {
                outlet.send(told, room.address(), session);
            }
        }
    }

    /// @param destroy what to tell those who are there
    void destroy(RoomLane lane, Room room, FrozenElement destroy) {
        rooms.storage().remove(room.address());
        lane.room(null);
        FrozenElement told = destroy.rescoped(Muc.OWNER, Muc.USER);
        FrozenElement item = UserItem.item(Affiliation.NONE, Role.NONE, null, null, Cause.NONE);
        FrozenElement gone =
                FrozenElement.named("presence", Stanzas.CLIENT)
                        .attribute("type", "unavailable")
                        .child(
                                FrozenElement.named("x", Muc.USER)
                                        .child(item)
                                        .child(told)
                                        .child(UserItem.status(Announcements.SELF))
                                        .build())
                        .build();
        Presence last = Stanzas.presence(gone);
        for (Occupant occupant : List.copyOf(room.occupants())) {
            for (Occupant.InRoom session : occupant.sessions()) {
                outlet.send(last, occupant.address(), session);
                room.leave(occupant, session.session());
                whereabouts.out(room, session.session());
            }
        }
    }
}
