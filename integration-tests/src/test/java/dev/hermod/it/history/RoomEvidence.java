package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a history says of one room.
final class RoomEvidence {
    /// The first attempt at something that was said.
    ///
    /// @param session who said it
    /// @param at its place in the history
    record Saying(String name, String session, int at) {}

    /// Somebody in the room, from entering it to the end of the session, or until it finds that it
    /// is not there any more.
    static final class Stay {
        final String session;
        final int entered;
        final List<Fact.Heard> heard = new ArrayList<>();

        /// What was said by it here, for the first time or once more.
        final Set<String> said = new HashSet<>();

        @Nullable String putOut;
        boolean resumed;
        boolean open = true;

        Stay(String session, int entered) {
            this.session = session;
            this.entered = entered;
        }
    }

    /// The whole archive as one session read it one way, in the order of the archive.
    record Reading(String session, Direction direction, List<Archived> entries) {}

    final String room;
    final Map<String, Saying> sayings = new LinkedHashMap<>();
    final List<Stay> stays = new ArrayList<>();

    /// What was said in more than one session.
    final Set<String> repeated = new HashSet<>();

    private final Map<String, Integer> lastAttempts = new HashMap<>();
    private final Outages outages;

    final Set<String> acked = new HashSet<>();
    final Set<String> refused = new HashSet<>();
    final List<Fact.RoomPage> pages = new ArrayList<>();
    final List<Reading> readings = new ArrayList<>();

    /// Every id that was ever seen of its archive.
    final NavigableSet<Long> ids = new TreeSet<>();

    private final Map<String, Stay> present = new HashMap<>();
    private final Map<String, String> accounts = new HashMap<>();

    private RoomEvidence(String room, List<Fact> facts) {
        this.room = room;
        this.outages = new Outages(facts);
        for (int at = 0; at < facts.size(); at++) {
            take(facts.get(at), at);
        }
        for (Direction direction : Direction.values()) {
            accounts.keySet().stream().sorted().forEach(session -> read(session, direction));
        }
    }

    /// Of each room that somebody entered.
    static List<RoomEvidence> of(List<Fact> facts) {
        Set<String> rooms = new LinkedHashSet<>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.Entered(String _, String room)) {
                rooms.add(room);
            }
        }
        return rooms.stream().map(room -> new RoomEvidence(room, facts)).toList();
    }

    private void take(Fact fact, int at) {
        switch (fact) {
            case Fact.Opened opened -> accounts.put(opened.session(), opened.account());
            case Fact.Ended(String session) -> close(session);
            case Fact.Resumed resumed -> {
                Stay stay = present.get(resumed.session());
                if (stay != null) {
                    stay.resumed = true;
                }
            }
            case Fact.Acked(String message) -> acked.add(message);
            case Fact.Refused(String message) -> refused.add(message);
            case Fact.Entered entered when entered.room().equals(room) -> enter(entered, at);
            case Fact.Gone gone when gone.room().equals(room) -> {
                Stay stay = close(gone.session());
                if (stay != null) {
                    stay.putOut = gone.how();
                }
            }
            case Fact.Said said when said.room().equals(room) -> say(said, at);
            case Fact.Heard heard when heard.room().equals(room) -> hear(heard);
            case Fact.RoomPage page when page.room().equals(room) -> {
                pages.add(page);
                page.entries().forEach(entry -> ids.add(entry.id()));
            }
            default -> {}
        }
    }

    /// Whether an attempt may have been refused before another was made.
    boolean mayHaveBeenRefused(Saying saying) {
        return outages.between(saying.at(), lastAttempts.getOrDefault(saying.name(), 0));
    }

    private @Nullable Stay close(String session) {
        Stay stay = present.remove(session);
        if (stay != null) {
            stay.open = false;
        }
        return stay;
    }

    private void enter(Fact.Entered entered, int at) {
        Stay stay = new Stay(entered.session(), at);
        stays.add(stay);
        present.put(entered.session(), stay);
    }

    private void say(Fact.Said said, int at) {
        Saying first = new Saying(said.message(), said.session(), at);
        if (sayings.putIfAbsent(said.message(), first) != null) {
            repeated.add(said.message());
        }
        lastAttempts.put(said.message(), at);
        Stay stay = present.get(said.session());
        if (stay != null) {
            stay.said.add(said.message());
        }
    }

    private void hear(Fact.Heard heard) {
        ids.add(heard.id());
        Stay stay = present.get(heard.session());
        if (stay != null) {
            stay.heard.add(heard);
        }
    }

    private void read(String session, Direction direction) {
        List<Archived> entries = new ArrayList<>();
        boolean any = false;
        for (Fact.RoomPage page : pages) {
            if (page.session().equals(session)
                    && page.walk() == Fact.Walk.WHOLE
                    && page.direction() == direction) {
                any = true;
                entries.addAll(direction == Direction.FORWARD ? entries.size() : 0, page.entries());
            }
        }
        if (any) {
            readings.add(new Reading(session, direction, List.copyOf(entries)));
        }
    }

    /// The archive as it was read first; nothing when nobody read it from end to end.
    List<Archived> archive() {
        return readings.isEmpty() ? List.of() : readings.getFirst().entries();
    }

    /// Whether the room repeats to somebody what it has said once more: it comes when that is found
    /// out, whatever its place in the archive, and maybe for the second time.
    boolean again(Stay stay, Fact.Heard heard) {
        return repeated.contains(heard.message()) && stay.said.contains(heard.message());
    }
}
