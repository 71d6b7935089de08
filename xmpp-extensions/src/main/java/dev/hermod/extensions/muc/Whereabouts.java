package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.Occupant.InRoom;
import dev.hermod.extensions.muc.Occupant.Told;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.feature.Slot;
import dev.hermod.feature.SlotText;
import dev.hermod.stanza.Jids;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// In which rooms a local session is, as it is kept with the session while the server restarts.
final class Whereabouts {
    private static final String NAMESPACE = "urn:hermod:rooms";

    private final Sessions sessions;
    private @Nullable Slot<Present> slot;

    Whereabouts(Sessions sessions) {
        this.sessions = sessions;
    }

    /// How it is there.
    record Place(JID occupant, Role role, FrozenElement presence, Told told) {}

    /// By the room's address. Never changes.
    record Present(Map<JID, Place> rooms) {
        Present {
            rooms = Map.copyOf(rooms);
        }
    }

    static SlotText<Present> text() {
        return new SlotText<>("rooms", Whereabouts::write, Whereabouts::read);
    }

    /// Where sessions keep it; before the first session.
    void keptIn(Slot<Present> place) {
        slot = place;
    }

    void in(Room room, Occupant occupant, InRoom session) {
        change(
                session.session(),
                room.address(),
                new Place(occupant.address(), occupant.role(), session.presence(), session.told()));
    }

    void out(Room room, JID session) {
        change(session, room.address(), null);
    }

    private void change(JID address, JID room, @Nullable Place place) {
        Session session = sessions.session(address);
        Slot<Present> kept = slot;
        if (session == null || kept == null) {
            return;
        }
        synchronized (session) {
            Present now = session.get(kept);
            Map<JID, Place> rooms = new LinkedHashMap<>(now == null ? Map.of() : now.rooms());
            if (place == null) {
                rooms.remove(room);
            } else {
                rooms.put(room, place);
            }
            session.set(kept, rooms.isEmpty() ? null : new Present(rooms));
        }
    }

    /// Where a session is that was there before a restart.
    Map<JID, Place> of(Session session) {
        Present present = slot == null ? null : session.get(slot);
        return present == null ? Map.of() : present.rooms();
    }

    private static String write(Present present) {
        FrozenElement.Builder rooms = FrozenElement.named("rooms", NAMESPACE);
        present.rooms()
                .values()
                .forEach(place ->
                        rooms.child(
                                FrozenElement.named("room", NAMESPACE)
                                        .attribute("occupant", place.occupant().toString())
                                        .attribute("role", place.role().word())
                                        .attribute(
                                                "reflected",
                                                Long.toString(place.told().reflected()))
                                        .attribute("history", Long.toString(place.told().history()))
                                        .child(place.presence())
                                        .build()));
        return ElementWriter.toXml(rooms.build());
    }

    private static Present read(String text) {
        Map<JID, Place> rooms = new LinkedHashMap<>();
        try {
            for (FrozenElement room : ElementReader.parse(text).childElements()) {
                JID occupant = Jids.parseOrNull(room.attr("occupant"));
                Role role = Role.of(room.attr("role"));
                if (occupant != null && role != null && !room.childElements().isEmpty()) {
                    rooms.put(
                            Jids.bare(occupant),
                            new Place(occupant, role, room.childElements().getFirst(), told(room)));
                }
            }
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException("no list of rooms", e);
        }
        return new Present(rooms);
    }

    private static Told told(FrozenElement room) {
        return new Told(number(room, "reflected", 0), number(room, "history", Long.MAX_VALUE));
    }

    private static long number(FrozenElement room, String name, long missing) {
        String text = room.attr(name);
        return text == null ? missing : Long.parseLong(text);
    }
}
