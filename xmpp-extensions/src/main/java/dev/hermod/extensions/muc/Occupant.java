package dev.hermod.extensions.muc;

import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Somebody in a room, under one nick, with one session or several (XEP-0045 7.2.8). In the room's
/// lane only.
final class Occupant {
    private final JID person;
    private final String id;
    private final Map<JID, InRoom> sessions = new LinkedHashMap<>(2);
    private final Pace pace = new Pace();
    private JID address;
    private Role role;

    /// One of its sessions.
    ///
    /// @param presence what it said last, without what only a room may say
    /// @param since up to which id of the archive the room had reflected when it came
    record InRoom(JID session, FrozenElement presence, long since) {}

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
        sessions.remove(session.session());
        sessions.put(session.session(), session);
    }

    @Nullable InRoom session(JID full) {
        return sessions.get(full);
    }

    void remove(JID full) {
        sessions.remove(full);
    }

    boolean gone() {
        return sessions.isEmpty();
    }

    List<InRoom> sessions() {
        return new ArrayList<>(sessions.values());
    }

    /// What those who come later see of it.
    FrozenElement presence() {
        FrozenElement last = null;
        for (InRoom session : sessions.values()) {
            last = session.presence();
        }
        if (last == null) {
            throw new IllegalStateException(address + " is not there");
        }
        return last;
    }
}
