package dev.hermod.extensions.muc;

import dev.hermod.feature.Session;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Somebody in a room, under one nick, with one session or several (XEP-0045 7.2.8). In the room's
/// lane only.
final class Occupant {
    private final JID person;
    private final String id;
    private final Appearance open = new Appearance();
    private final Appearance closed = new Appearance();
    private List<InRoom> sessions = List.of();
    private final Pace pace = new Pace();
    private JID address;
    private Role role;

    /// One of its sessions.
    ///
    /// @param local itself, where it is on this server
    /// @param presence what it said last, without what only a room may say
    /// @param told what it has heard of the discussion
    /// @param turn the how-manieth it was to come
    record InRoom(
            JID session, @Nullable Session local, FrozenElement presence, Told told, long turn) {}

    /// What of the archive a session has had: all that was said since it came, and the history
    /// before.
    ///
    /// @param reflected up to which id the room had reflected when it came
    /// @param history the first id that it was told as history, [Long#MAX_VALUE] for none
    record Told(long reflected, long history) {
        boolean has(long id) {
            return id > reflected || id >= history;
        }
    }

    /// @param person the bare JID
    /// @param id by which others know it again (XEP-0421)
    Occupant(JID person, String id, JID address, Role role) {
        this.person = person;
        this.id = id;
        this.address = address;
        this.role = role;
    }

    JID person() {
        return person;
    }

    String id() {
        return id;
    }

    /// The occupant JID.
    JID address() {
        return address;
    }

    String nick() {
        return address.getResource();
    }

    void rename(JID next) {
        address = next;
    }

    Role role() {
        return role;
    }

    void role(Role next) {
        role = next;
    }

    /// How fast it speaks.
    Pace pace() {
        return pace;
    }

    boolean moderator() {
        return role == Role.MODERATOR;
    }

    void put(InRoom session) {
        // The one that spoke last stands last.
        List<InRoom> next = without(session.session());
        next.add(session);
        sessions = List.copyOf(next);
    }

    private List<InRoom> without(JID full) {
        List<InRoom> others = new ArrayList<>(sessions);
        others.removeIf(one -> one.session().equals(full));
        return others;
    }

    @Nullable InRoom session(JID full) {
        for (InRoom session : sessions) {
            if (session.session().equals(full)) {
                return session;
            }
        }
        return null;
    }

    void remove(JID full) {
        sessions = List.copyOf(without(full));
    }

    boolean gone() {
        return sessions.isEmpty();
    }

    /// The list never changes.
    List<InRoom> sessions() {
        return sessions;
    }

    /// What those who come later see of it.
    FrozenElement presence() {
        return sessions.getLast().presence();
    }

    /// How others see it.
    ///
    /// @param openly with its real address
    Appearance appearance(boolean openly) {
        return openly ? open : closed;
    }
}
