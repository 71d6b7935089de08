package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Router;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Requests of moderators, admins and owners about people (`muc#admin`, XEP-0045 8, 9, 10.3 to
/// 10.8): all items of one request are carried out, or none. In the room's lane.
final class Administration {
    private final Router router;
    private final Standing standing;
    private final int mostItems;

    /// @param mostItems of one request
    Administration(Router router, Standing standing, int mostItems) {
        this.router = router;
        this.standing = standing;
        this.mostItems = mostItems;
    }

    private static StanzaException forbidden() {
        return new StanzaException(PacketError.Condition.forbidden);
    }

    private static StanzaException notAllowed(String why) {
        return new StanzaException(PacketError.Condition.not_allowed, why);
    }

    private static StanzaException badRequest(String why) {
        return new StanzaException(PacketError.Condition.bad_request, why);
    }

    /// Who of the room has a role or an affiliation.
    void list(Room room, IqRequest request) throws StanzaException {
        List<FrozenElement> asked = request.payload().children("item", Muc.ADMIN);
        if (asked.size() != 1) {
            throw badRequest("one item, please");
        }
        Affiliation affiliation = Affiliation.of(asked.getFirst().attr("affiliation"));
        Role role = Role.of(asked.getFirst().attr("role"));
        FrozenElement.Builder answer = FrozenElement.named("query", Muc.ADMIN);
        if (affiliation != null) {
            mayList(room, request.from(), affiliation);
            room.affiliates(affiliation).forEach(one -> answer.child(item(room, one)));
        } else if (role != null) {
            requireModerator(room, request.from());
            boolean admin = room.affiliation(request.from()).atLeast(Affiliation.MEMBER);
            room.occupants().stream()
                    .filter(one -> one.role() == role)
                    .forEach(one -> answer.child(item(room, one, admin)));
        } else {
            throw badRequest("a role or an affiliation, please");
        }
        router.route(request.result(answer.build()));
    }

    private static void mayList(Room room, JID who, Affiliation which) throws StanzaException {
        Affiliation is = room.affiliation(who);
        Affiliation needed =
                which.atLeast(Affiliation.ADMIN) ? Affiliation.OWNER : Affiliation.ADMIN;
        if (is.atLeast(needed)) {
            return;
        }
        Occupant there = room.occupant(who);
        Role role = there == null ? Role.NONE : there.role();
        boolean belongs =
                is.atLeast(Affiliation.MEMBER) || room.settings().memberList().contains(role);
        boolean open = room.settings().openJids() && which != Affiliation.OUTCAST;
        if (!(open && belongs && is != Affiliation.OUTCAST)) {
            throw forbidden();
        }
    }

    private static FrozenElement item(Room room, Affiliate affiliate) {
        List<Occupant> there = room.occupantsOf(affiliate.jid());
        FrozenElement.Builder item =
                FrozenElement.named("item", Muc.ADMIN)
                        .attribute("affiliation", affiliate.affiliation().word())
                        .attribute("jid", affiliate.jid().toString())
                        .attribute(
                                "nick",
                                affiliate.nick() != null || there.isEmpty()
                                        ? affiliate.nick()
                                        : there.getFirst().nick())
                        .attribute("role", there.isEmpty() ? null : there.getFirst().role().word());
        if (affiliate.reason() != null) {
            item.child(FrozenElement.named("reason", Muc.ADMIN).text(affiliate.reason()).build());
        }
        return item.build();
    }

    private static FrozenElement item(Room room, Occupant occupant, boolean withJid) {
        return FrozenElement.named("item", Muc.ADMIN)
                .attribute("affiliation", room.affiliation(occupant.person()).word())
                .attribute(
                        "jid",
                        withJid || occupant.moderator() || room.settings().openJids()
                                ? occupant.sessions().getLast().session().toString()
                                : null)
                .attribute("nick", occupant.nick())
                .attribute("role", occupant.role().word())
                .build();
    }

    /// Moderators are those who are there as such, and the room's admins wherever they are.
    static void requireModerator(Room room, JID who) throws StanzaException {
        Occupant there = room.occupant(who);
        boolean moderator = there != null && there.moderator();
        if (!moderator && !room.affiliation(who).atLeast(Affiliation.ADMIN)) {
            throw forbidden();
        }
    }

    /// Changes roles and affiliations.
    void change(RoomLane lane, Room room, IqRequest request) throws StanzaException {
        List<FrozenElement> items = request.payload().children("item", Muc.ADMIN);
        if (items.isEmpty() || items.size() > mostItems) {
            throw badRequest("between 1 and " + mostItems + " items, please");
        }
        JID by = request.from();
        Map<JID, Affiliate> affiliates = new LinkedHashMap<>();
        List<RoleChange> roles = new ArrayList<>();
        for (FrozenElement item : items) {
            if (item.attr("affiliation") != null) {
                Affiliate wanted = affiliate(room, by, item);
                affiliates.put(wanted.jid(), wanted);
            } else {
                roles.add(roleChange(room, by, item));
            }
        }
        requireOwnerLeft(room, affiliates);
        List<Standing.Change> changes = standing.store(room, affiliates.values());
        router.route(request.result());
        String actor = Standing.actor(room, by);
        for (RoleChange change : roles) {
            Cause cause = new Cause(actor, change.reason());
            if (change.role() == Role.NONE) {
                standing.remove(
                        lane, room, change.occupant(), cause, List.of(Announcements.KICKED));
            } else {
                standing.role(room, change.occupant(), change.role(), cause);
            }
        }
        standing.follow(lane, room, changes, actor);
        standing.inviteNewMembers(room, changes, by);
    }

    private record RoleChange(Occupant occupant, Role role, @Nullable String reason) {}

    private static RoleChange roleChange(Room room, JID by, FrozenElement item)
            throws StanzaException {
        requireModerator(room, by);
        String nick = item.attr("nick");
        Role role = Role.of(item.attr("role"));
        if (nick == null || role == null) {
            throw badRequest("a nick and a role, please");
        }
        Occupant target = room.occupant(prepared(room, nick));
        if (target == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "nobody is " + nick);
        }
        mayGive(room.affiliation(by), room.affiliation(target.person()), target.role(), role);
        return new RoleChange(target, role, reason(item));
    }

    /// XEP-0045 5.1.1 and the sections on each change.
    private static void mayGive(Affiliation own, Affiliation theirs, Role before, Role after)
            throws StanzaException {
        if (after == Role.NONE) {
            if (theirs.compareTo(own) > 0) {
                throw notAllowed("whoever belongs more to the room stays");
            }
        } else if (after == Role.MODERATOR) {
            if (!own.atLeast(Affiliation.ADMIN)) {
                throw forbidden();
            }
        } else if (before == Role.MODERATOR) {
            if (theirs.atLeast(Affiliation.ADMIN)) {
                throw notAllowed("admins and owners stay moderators");
            }
            if (!own.atLeast(Affiliation.ADMIN)) {
                throw forbidden();
            }
        } else if (after == Role.VISITOR
                && before == Role.PARTICIPANT
                && (theirs.atLeast(own) || theirs.atLeast(Affiliation.ADMIN))) {
            throw notAllowed("whoever belongs as much to the room keeps their voice");
        }
    }

    private static Affiliate affiliate(Room room, JID by, FrozenElement item)
            throws StanzaException {
        Affiliation wanted = Affiliation.of(item.attr("affiliation"));
        if (wanted == null) {
            throw badRequest("no such affiliation");
        }
        JID target = target(room, item, wanted);
        mayMake(room, by, target, wanted);
        Affiliate before = room.affiliate(target);
        String nick = item.attr("nick");
        String kept = before == null ? null : before.nick();
        if (nick != null && item.attr("jid") != null) {
            kept = nick.isBlank() ? null : prepared(room, nick);
            if (kept != null && room.taken(kept, target)) {
                throw new StanzaException(PacketError.Condition.conflict, "that nick is taken");
            }
        }
        boolean forgets = wanted == Affiliation.OUTCAST || wanted == Affiliation.NONE;
        return new Affiliate(target, wanted, forgets ? null : kept, reason(item));
    }

    private static JID target(Room room, FrozenElement item, Affiliation wanted)
            throws StanzaException {
        String jid = item.attr("jid");
        String nick = item.attr("nick");
        if (jid != null) {
            JID parsed = Jids.parseOrNull(jid);
            boolean domain = parsed != null && parsed.getNode() == null;
            if (parsed == null || (domain && wanted.atLeast(Affiliation.MEMBER))) {
                throw new StanzaException(
                        PacketError.Condition.jid_malformed, "no person's address");
            }
            return Jids.bare(parsed);
        }
        Occupant occupant = nick == null ? null : room.occupant(prepared(room, nick));
        if (occupant == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "nobody has that nick");
        }
        return occupant.person();
    }

    private static void mayMake(Room room, JID by, JID target, Affiliation wanted)
            throws StanzaException {
        Affiliation own = room.affiliation(by);
        Affiliation before = room.affiliation(target);
        if (!own.atLeast(Affiliation.ADMIN)) {
            throw forbidden();
        }
        if (wanted == Affiliation.OUTCAST && target.equals(Jids.bare(by))) {
            throw new StanzaException(PacketError.Condition.conflict, "that is you");
        }
        if (own != Affiliation.OWNER) {
            if (before.atLeast(Affiliation.ADMIN)) {
                throw notAllowed("that is for owners");
            }
            if (wanted.atLeast(Affiliation.ADMIN)) {
                throw forbidden();
            }
        }
    }

    /// XEP-0045 10.4: a room is never without an owner.
    static void requireOwnerLeft(Room room, Map<JID, Affiliate> changes) throws StanzaException {
        boolean left =
                room.affiliates(Affiliation.OWNER).stream()
                                .anyMatch(owner -> !changes.containsKey(owner.jid()))
                        || changes.values().stream()
                                .anyMatch(one -> one.affiliation() == Affiliation.OWNER);
        if (!left) {
            throw new StanzaException(PacketError.Condition.conflict, "somebody has to own it");
        }
    }

    static String prepared(Room room, String nick) throws StanzaException {
        try {
            return Jids.full(room.address(), nick).getResource();
        } catch (InvalidJidException e) {
            throw new StanzaException(
                    PacketError.Condition.jid_malformed, null, e.getMessage(), null);
        }
    }

    private static @Nullable String reason(FrozenElement item) {
        FrozenElement reason = item.child("reason", Muc.ADMIN);
        return reason == null || reason.text().isEmpty() ? null : reason.text();
    }
}
