package dev.hermod.it.history;

import dev.hermod.it.Xml;
import dev.hermod.it.history.Unsettled.Outgoing;
import java.time.Instant;
import java.util.Random;

/// A device in a room: enters with each session, finds out by a ping of itself (XEP-0410) whether
/// it is there still, and notes what it hears.
final class Attendance {
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final String SELF = "110";

    /// Ids begin with milliseconds since 1970.
    private static final int ID_COUNTER_BITS = 20;

    private final History history;
    private final String room;
    private final String nick;
    private final Random random;
    private final ArchiveWalk archive;
    private String session = "";
    private boolean there;
    private String refusal = "";
    private long newest;

    Attendance(History history, String room, String nick, Random random) {
        this.history = history;
        this.room = room;
        this.nick = nick;
        this.random = random;
        this.archive = new ArchiveWalk(history, room);
    }

    String room() {
        return room;
    }

    /// A new session has begun, in which nobody is anywhere.
    void begin(String fresh) {
        session = fresh;
        there = false;
    }

    /// Makes sure that it is in the room.
    void enter(ManagedLink link) {
        if (there && stillThere(link)) {
            return;
        }
        refusal = "";
        link.sendCounted(
                "<presence to='%s/%s'><x xmlns='%s'><history %s/></x></presence>"
                        .formatted(room, nick, MUC, history()));
        link.readUntil(() -> there || !refusal.isEmpty(), "entering " + room);
        if (!there) {
            throw new AssertionError("not let into " + room + ": " + refusal);
        }
    }

    /// As a client that wants what it missed, or that reads the archive for it.
    private String history() {
        return random.nextBoolean() && newest > 0
                ? "since='" + Instant.ofEpochMilli(newest >>> ID_COUNTER_BITS) + "'"
                : "maxstanzas='" + random.nextInt(5) + "'";
    }

    private boolean stillThere(ManagedLink link) {
        Xml answer = link.ask("get", room + "/" + nick, "<ping xmlns='urn:xmpp:ping'/>");
        if (answer.attr("type").equals("result")) {
            return true;
        }
        if (!answer.condition().equals("not-acceptable")) {
            throw new AssertionError("whether one is in " + room + ": " + answer.condition());
        }
        out("a ping of itself");
        return false;
    }

    private void out(String how) {
        if (there) {
            there = false;
            history.note(new Fact.Gone(session, room, how));
        }
    }

    void readOn(ManagedLink link) {
        archive.on(link, session);
    }

    void readWhole(ManagedLink link) {
        archive.whole(link, session);
    }

    Outgoing saying(String message) {
        return new Outgoing(
                message,
                room,
                "<message to='%s' type='groupchat' id='%s'><body>%s</body><origin-id xmlns='urn:xmpp:sid:0' id='%s'/></message>"
                        .formatted(room, message, message, message));
    }

    /// Something from the room, about it or from somebody in it.
    void take(Xml stanza) {
        if (stanza.name().equals("presence")) {
            presence(stanza);
        } else if (there && !stanza.body().isEmpty()) {
            hear(stanza);
        }
    }

    private void presence(Xml presence) {
        switch (presence.attr("type")) {
            case "error" -> refusal = presence.condition();
            case "unavailable" -> {
                if (self(presence)) {
                    out("the room says so");
                }
            }
            default -> {
                if (!there && self(presence)) {
                    there = true;
                    history.note(new Fact.Entered(session, room));
                }
            }
        }
    }

    private static boolean self(Xml presence) {
        return presence.find("x", MUC + "#user").stream()
                .flatMap(x -> x.children().stream())
                .anyMatch(child -> child.attr("code").equals(SELF));
    }

    private void hear(Xml message) {
        long id =
                message.children().stream()
                        .filter(child -> child.is("stanza-id", "urn:xmpp:sid:0"))
                        .filter(child -> child.attr("by").equals(room))
                        .map(child -> Long.parseLong(child.attr("id")))
                        .findFirst()
                        .orElse(0L);
        newest = Math.max(newest, id);
        boolean history = message.has("delay", "urn:xmpp:delay");
        this.history.note(
                new Fact.Heard(
                        session,
                        room,
                        message.body(),
                        id,
                        history ? Fact.How.OFFLINE : Fact.How.LIVE));
    }
}
