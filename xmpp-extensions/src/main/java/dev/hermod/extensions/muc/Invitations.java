package dev.hermod.extensions.muc;

import dev.hermod.feature.Router;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// Invitations that a room passes on, and their declining (XEP-0045 7.8.2). In the room's lane.
final class Invitations {
    private static final int MOST = 20;

    private final Services services;
    private final Router router;
    private final Standing standing;

    Invitations(Services services, Standing standing) {
        this.services = services;
        this.router = services.router();
        this.standing = standing;
    }

    /// Whether the message is one of these.
    static boolean concern(FrozenElement message) {
        FrozenElement x = message.child("x", Muc.USER);
        return x != null
                && (x.child("invite", Muc.USER) != null || x.child("decline", Muc.USER) != null);
    }

    void take(RoomLane lane, Room room, Message message) throws StanzaException {
        FrozenElement x = Stanzas.element(message).child("x", Muc.USER);
        if (x == null) {
            return;
        }
        List<FrozenElement> invites = x.children("invite", Muc.USER);
        if (invites.isEmpty()) {
            decline(room, message.getFrom(), x.children("decline", Muc.USER).getFirst());
        } else {
            invite(lane, room, message.getFrom(), invites);
        }
    }

    private void invite(RoomLane lane, Room room, JID inviter, List<FrozenElement> invites)
            throws StanzaException {
        if (room.occupant(inviter) == null) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "you are not there");
        }
        Affiliation is = room.affiliation(inviter);
        boolean makesMembers = room.settings().membersOnly();
        boolean may =
                !makesMembers
                        || is.atLeast(Affiliation.ADMIN)
                        || (room.settings().membersInvite() && is == Affiliation.MEMBER);
        if (!may) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        if (invites.size() > MOST) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "at most " + MOST + " at a time");
        }
        Map<FrozenElement, JID> invitees = new LinkedHashMap<>();
        for (FrozenElement invite : invites) {
            invitees.put(invite, invitee(invite));
        }
        for (FrozenElement invite : invites) {
            JID invitee = Objects.requireNonNull(invitees.get(invite));
            if (makesMembers && !room.affiliation(invitee).atLeast(Affiliation.MEMBER)) {
                member(lane, room, inviter, invitee);
            }
            router.route(message(room, inviter, invitee, invite));
        }
    }

    private JID invitee(FrozenElement invite) throws StanzaException {
        JID invitee = Jids.parseOrNull(invite.attr("to"));
        if (invitee == null || invitee.getNode() == null) {
            throw new StanzaException(PacketError.Condition.jid_malformed, "invite whom?");
        }
        if (router.localAccount(invitee)
                && !services.storage().accounts().exists(Jids.bare(invitee))) {
            throw new StanzaException(PacketError.Condition.item_not_found, "nobody is called so");
        }
        return invitee;
    }

    private void member(RoomLane lane, Room room, JID inviter, JID invitee) throws StanzaException {
        if (room.affiliation(invitee) == Affiliation.OUTCAST
                && !room.affiliation(inviter).atLeast(Affiliation.ADMIN)) {
            throw new StanzaException(PacketError.Condition.forbidden, "they are banned");
        }
        Affiliate member = new Affiliate(Jids.bare(invitee), Affiliation.MEMBER, null, null);
        standing.follow(
                lane, room, standing.store(room, List.of(member)), Standing.actor(room, inviter));
    }

    /// @param invite what the inviter said, `null` for nothing
    static Message message(Room room, JID inviter, JID invitee, @Nullable FrozenElement invite) {
        FrozenElement.Builder passed =
                FrozenElement.named("invite", Muc.USER).attribute("from", inviter.toString());
        if (invite != null) {
            passed.children(invite.childElements());
        }
        String password = room.settings().password();
        FrozenElement x =
                FrozenElement.named("x", Muc.USER)
                        .child(passed.build())
                        .child(UserItem.text("password", password))
                        .build();
        return fromRoom(room, invitee, x);
    }

    private static Message fromRoom(Room room, JID to, FrozenElement x) {
        return Stanzas.message(
                FrozenElement.named("message", Stanzas.CLIENT)
                        .attribute("from", room.address().toString())
                        .attribute("to", to.toString())
                        .attribute("id", java.util.UUID.randomUUID().toString())
                        .child(x)
                        .build());
    }

    /// Passed on to people of the room alone: a room is no way to write to anybody at all.
    private void decline(Room room, JID decliner, FrozenElement decline) throws StanzaException {
        JID inviter = Jids.parseOrNull(decline.attr("to"));
        if (inviter == null) {
            throw new StanzaException(PacketError.Condition.jid_malformed, "decline to whom?");
        }
        JID real = inviter;
        if (Jids.bare(inviter).equals(room.address())) {
            Occupant occupant =
                    inviter.getResource() == null ? null : room.occupant(inviter.getResource());
            real = occupant == null ? inviter : occupant.sessions().getLast().session();
        }
        boolean known =
                !room.occupantsOf(Jids.bare(real)).isEmpty()
                        || room.affiliation(real).atLeast(Affiliation.MEMBER);
        if (!known || room.affiliation(decliner) == Affiliation.OUTCAST) {
            throw new StanzaException(PacketError.Condition.item_not_found, "nobody asked");
        }
        FrozenElement passed =
                FrozenElement.named("decline", Muc.USER)
                        .attribute("from", Jids.bare(decliner).toString())
                        .children(decline.childElements())
                        .build();
        router.route(
                fromRoom(room, real, FrozenElement.named("x", Muc.USER).child(passed).build()));
    }
}
