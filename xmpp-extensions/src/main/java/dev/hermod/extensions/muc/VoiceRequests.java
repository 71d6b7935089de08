package dev.hermod.extensions.muc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.extensions.muc.UserItem.Cause;
import dev.hermod.feature.Router;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Form.Option;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/// Visitors ask for voice, moderators give it (FORM_TYPE `muc#request`, XEP-0045 7.13, 8.6). In the
/// room's lane.
final class VoiceRequests {
    static final String TYPE = "http://jabber.org/protocol/muc#request";
    private static final String ROLE = "muc#role";
    private static final String SESSION = "muc#jid";
    private static final String NICK = "muc#roomnick";
    private static final String ALLOW = "muc#request_allow";

    /// So long moderators are not asked again for the same visitor.
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(1);

    private static final int MOST_REMEMBERED = 10_000;

    private final Router router;
    private final Standing standing;
    private final Cache<Visitor, Boolean> asked =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfterWrite(BETWEEN_REQUESTS)
                    .build();

    VoiceRequests(Router router, Standing standing) {
        this.router = router;
        this.standing = standing;
    }

    private record Visitor(JID room, JID person) {}

    /// A request, or a moderator's answer to one.
    void take(Room room, Message message) throws StanzaException {
        Occupant sender = room.occupant(message.getFrom());
        if (sender == null) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "you are not there");
        }
        Form form = FormMessages.answers(message);
        if (form.type() == Form.Type.CANCEL) {
            return;
        }
        if (Role.of(form.value(ROLE)) != Role.PARTICIPANT) {
            throw new StanzaException(
                    PacketError.Condition.bad_request, "only voice can be asked for");
        }
        if (form.field(ALLOW) != null) {
            decide(room, sender, form);
        } else if (sender.role() == Role.VISITOR) {
            ask(room, sender, message.getFrom());
        }
    }

    private void ask(Room room, Occupant visitor, JID session) throws StanzaException {
        List<Occupant> moderators = room.occupants().stream().filter(Occupant::moderator).toList();
        if (moderators.isEmpty()) {
            throw wait(PacketError.Condition.recipient_unavailable, "no moderator is there");
        }
        Visitor key = new Visitor(room.address(), visitor.person());
        if (asked.asMap().putIfAbsent(key, true) != null) {
            throw wait(
                    PacketError.Condition.resource_constraint,
                    "the moderators have been asked already");
        }
        Form approval = approval(visitor, session);
        String body = visitor.nick() + " asks for voice in " + room.address() + ".";
        for (Occupant moderator : moderators) {
            for (Occupant.InRoom there : moderator.sessions()) {
                router.route(FormMessages.question(room, there.session(), body, approval));
            }
        }
    }

    private static StanzaException wait(PacketError.Condition condition, String text) {
        return new StanzaException(condition, PacketError.Type.wait, text, null);
    }

    private static Form approval(Occupant visitor, JID session) {
        String role = Role.PARTICIPANT.word();
        return new Form(
                Form.Type.FORM,
                "Voice request",
                List.of(
                        "To approve this request for voice, select the \"Grant voice to this"
                                + " person?\" checkbox and click OK. To skip this request, click"
                                + " the cancel button."),
                List.of(
                        Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, TYPE),
                        Field.choice(
                                ROLE,
                                FieldType.LIST_SINGLE,
                                "Requested role",
                                List.of(new Option(null, role)),
                                role),
                        Field.of(SESSION, FieldType.JID_SINGLE, "User ID", session.toString()),
                        Field.of(NICK, FieldType.TEXT_SINGLE, "Room Nickname", visitor.nick()),
                        Field.of(ALLOW, FieldType.BOOLEAN, "Grant voice to this person?", "false")),
                List.of(),
                List.of());
    }

    private void decide(Room room, Occupant moderator, Form form) throws StanzaException {
        if (!moderator.moderator()) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
        Occupant visitor = visitor(room, form);
        if (visitor == null) {
            throw new StanzaException(PacketError.Condition.item_not_found, "they are gone");
        }
        asked.invalidate(new Visitor(room.address(), visitor.person()));
        if (form.flag(ALLOW, false) && visitor.role() == Role.VISITOR) {
            standing.role(room, visitor, Role.PARTICIPANT, new Cause(moderator.nick(), null));
        }
    }

    /// The nick may have changed hands since the request was made; the address has not.
    private static @Nullable Occupant visitor(Room room, Form form) {
        String session = form.value(SESSION);
        if (session != null) {
            JID jid = Jids.parseOrNull(session);
            return jid == null ? null : room.occupant(jid);
        }
        String nick = form.value(NICK);
        return nick == null ? null : room.occupant(nick);
    }
}
