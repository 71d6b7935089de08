package dev.hermod.extensions.muc;

import dev.hermod.extensions.muc.Occupant.InRoom;
import dev.hermod.stanza.Jids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What is known of a room: its settings, who belongs to it, and who is there. In its lane only.
final class Room {
    private static final int PACES = 1_000;

    private final JID address;
    private final Map<JID, Affiliate> affiliates = new LinkedHashMap<>();
    private final Map<String, Occupant> byNick = new LinkedHashMap<>();
    private final Map<JID, Occupant> bySession = new HashMap<>();
    private RoomSettings settings;
    private @Nullable String subject;
    private boolean locked;
    private long reflected;
    private long turns;

    /// How fast people come and change, also those who have just left.
    private final LinkedHashMap<JID, Pace> paces = new LinkedHashMap<>(16, 0.75f, true);

    private final List<Arrival> arrivals = new ArrayList<>();

    /// Somebody who has come, and whom those who came before have not been told of.
    record Arrival(Occupant occupant, InRoom session) {}

    /// The last nick of members who are not there.
    private final Map<JID, String> lastNicks = new HashMap<>();

    /// As long as it says who belongs here and who is there.
    private Absentees.@Nullable Crowd crowd;

    Room(JID address, RoomSettings settings, Collection<Affiliate> affiliates) {
        this.address = address;
        this.settings = settings;
        affiliates.forEach(one -> this.affiliates.put(one.jid(), one));
    }

    JID address() {
        return address;
    }

    RoomSettings settings() {
        return settings;
    }

    void settings(RoomSettings next) {
        settings = next;
    }

    /// Created and not yet configured: nobody else may enter (XEP-0045 10.1).
    boolean locked() {
        return locked;
    }

    void locked(boolean until) {
        locked = until;
    }

    /// The message that set the subject last, as text.
    @Nullable String subject() {
        return subject;
    }

    void subject(@Nullable String message) {
        subject = message;
    }

    /// Up to which id of the archive all who are there have been told.
    long reflected() {
        return reflected;
    }

    void reflected(long id) {
        reflected = Math.max(reflected, id);
    }

    /// What somebody is to the room; a ban of a domain is one of all its people.
    Affiliation affiliation(JID person) {
        JID bare = Jids.bare(person);
        Affiliate known = affiliates.get(bare);
        if (known != null && known.affiliation() != Affiliation.NONE) {
            return known.affiliation();
        }
        Affiliate domain = affiliates.get(Jids.domain(bare));
        return domain != null && domain.affiliation() == Affiliation.OUTCAST
                ? Affiliation.OUTCAST
                : Affiliation.NONE;
    }

    @Nullable Affiliate affiliate(JID person) {
        return affiliates.get(Jids.bare(person));
    }

    Collection<Affiliate> affiliates() {
        return Collections.unmodifiableCollection(affiliates.values());
    }

    List<Affiliate> affiliates(Affiliation which) {
        return affiliates.values().stream().filter(one -> one.affiliation() == which).toList();
    }

    /// Who belongs here, and who is there.
    Absentees.Crowd crowd() {
        Absentees.Crowd known = crowd;
        if (known == null) {
            Map<JID, String> nicks = new HashMap<>();
            for (Affiliate one : affiliates.values()) {
                if (one.affiliation().atLeast(Affiliation.MEMBER) && one.jid().getNode() != null) {
                    nicks.put(one.jid(), nick(one));
                }
            }
            Set<JID> there =
                    byNick.values().stream().map(Occupant::person).collect(Collectors.toSet());
            known = new Absentees.Crowd(nicks, there);
            crowd = known;
        }
        return known;
    }

    private String nick(Affiliate one) {
        return one.nick() != null
                ? one.nick()
                : lastNicks.getOrDefault(one.jid(), one.jid().getNode());
    }

    void affiliate(Affiliate changed) {
        crowd = null;
        if (changed.forgettable()) {
            affiliates.remove(changed.jid());
        } else {
            affiliates.put(changed.jid(), changed);
        }
    }

    /// Whether somebody else has this nick, as occupant or reserved.
    boolean taken(String nick, JID person) {
        Occupant present = byNick.get(nick);
        return (present != null && !present.person().equals(Jids.bare(person)))
                || reserved(nick, person);
    }

    private boolean reserved(String nick, JID person) {
        return affiliates.values().stream()
                .anyMatch(one -> nick.equals(one.nick()) && !one.jid().equals(Jids.bare(person)));
    }

    @Nullable Occupant occupant(String nick) {
        return byNick.get(nick);
    }

    @Nullable Occupant occupant(JID session) {
        return bySession.get(session);
    }

    Collection<Occupant> occupants() {
        return Collections.unmodifiableCollection(byNick.values());
    }

    /// All occupants of one person; several where it came under several nicks.
    List<Occupant> occupantsOf(JID person) {
        return byNick.values().stream().filter(one -> one.person().equals(person)).toList();
    }

    boolean empty() {
        return byNick.isEmpty();
    }

    /// Whether somebody may come, or change, once more now.
    ///
    /// @param perSecond how often in the long run
    boolean mayMove(JID person, long nowNanos, int perSecond) {
        Pace pace = paces.computeIfAbsent(Jids.bare(person), _ -> new Pace());
        if (paces.size() > PACES) {
            paces.pollFirstEntry();
        }
        return pace.next(nowNanos, perSecond);
    }

    /// The number of the next who comes.
    long nextTurn() {
        return ++turns;
    }

    /// Those who came before are to be told.
    ///
    /// @return whether it is the first of them
    boolean arrived(Occupant occupant, InRoom session) {
        arrivals.add(new Arrival(occupant, session));
        return arrivals.size() == 1;
    }

    /// The oldest first.
    List<Arrival> takeArrivals() {
        List<Arrival> taken = List.copyOf(arrivals);
        arrivals.clear();
        return taken;
    }

    /// A session comes in, or says something new.
    void enter(Occupant occupant, InRoom session) {
        crowd = byNick.containsKey(occupant.nick()) ? crowd : null;
        occupant.put(session);
        byNick.put(occupant.nick(), occupant);
        bySession.put(session.session(), occupant);
    }

    /// A session goes.
    void leave(Occupant occupant, JID session) {
        occupant.remove(session);
        bySession.remove(session);
        if (occupant.gone()) {
            crowd = null;
            if (affiliation(occupant.person()).atLeast(Affiliation.MEMBER)) {
                lastNicks.put(occupant.person(), occupant.nick());
            }
            byNick.remove(occupant.nick());
        }
    }

    void rename(Occupant occupant, JID next) {
        byNick.remove(occupant.nick());
        occupant.rename(next);
        byNick.put(occupant.nick(), occupant);
    }
}
