package dev.hermod.it.history;

import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A history sorted by what its facts are about; of rooms, [RoomEvidence].
final class Evidence {
    /// The first attempt at a message.
    ///
    /// @param at its place in the history
    record Message(String name, Session from, String to, int at) {
        String sender() {
            return from.account;
        }
    }

    /// What is known of a session.
    static final class Session {
        final String name;
        final String account;
        final String resource;
        final int opened;
        final List<Fact.Received> received = new ArrayList<>();
        final List<Fact.Resumed> resumed = new ArrayList<>();
        int available = Integer.MAX_VALUE;
        int ended = Integer.MAX_VALUE;

        /// Where the last thing that had waited for it came.
        int lastOffline = -1;

        Session(Fact.Opened fact, int at) {
            this.name = fact.session();
            this.account = fact.account();
            this.resource = fact.resource();
            this.opened = at;
        }

        String device() {
            return account + "/" + resource;
        }

        boolean open() {
            return ended == Integer.MAX_VALUE;
        }
    }

    /// A whole archive as one session read it one way, in the order of the archive.
    record Reading(Session by, Direction direction, List<Archived> entries) {}

    final Map<String, Message> messages = new LinkedHashMap<>();
    final Set<String> acked = new HashSet<>();

    /// Messages that were sent in more than one session.
    final Set<String> repeated = new HashSet<>();

    private final Map<String, Integer> lastAttempts = new HashMap<>();
    private final Outages outages;

    final Set<String> refused = new HashSet<>();
    final Map<String, Session> sessions = new LinkedHashMap<>();
    final List<Fact.Page> pages = new ArrayList<>();
    private final IdentityHashMap<Fact.Page, Integer> places = new IdentityHashMap<>();
    final List<Reading> readings = new ArrayList<>();

    /// Every id that was ever seen of an account's archive.
    final Map<String, NavigableSet<Long>> ids = new HashMap<>();

    Evidence(List<Fact> facts) {
        outages = new Outages(facts);
        for (int at = 0; at < facts.size(); at++) {
            take(facts.get(at), at);
        }
        for (Direction direction : Direction.values()) {
            sessions.values().forEach(session -> read(session, direction));
        }
    }

    private void take(Fact fact, int at) {
        switch (fact) {
            case Fact.Opened opened -> sessions.put(opened.session(), new Session(opened, at));
            case Fact.Available(String session) -> session(session).available = at;
            case Fact.Resumed resumed -> session(resumed.session()).resumed.add(resumed);
            case Fact.Ended(String session) -> session(session).ended = at;
            case Fact.Sent(String session, String to, String message) -> {
                Message first = new Message(message, session(session), to, at);
                if (messages.putIfAbsent(message, first) != null) {
                    repeated.add(message);
                }
                lastAttempts.put(message, at);
            }
            case Fact.Acked(String message) -> acked.add(message);
            case Fact.Refused(String message) -> refused.add(message);
            case Fact.Received received -> {
                Session session = session(received.session());
                session.received.add(received);
                if (received.how() == Fact.How.OFFLINE) {
                    session.lastOffline = at;
                }
                ids(session.account).add(received.id());
            }
            case Fact.Page page -> {
                pages.add(page);
                places.put(page, at);
                NavigableSet<Long> known = ids(session(page.session()).account);
                page.entries().forEach(entry -> known.add(entry.id()));
            }
            case Fact.Entered _, Fact.Gone _, Fact.Said _, Fact.Heard _, Fact.RoomPage _ -> {}
            case Fact.Fault _ -> {}
        }
    }

    private void read(Session session, Direction direction) {
        List<Archived> entries = new ArrayList<>();
        boolean any = false;
        for (Fact.Page page : pages) {
            if (page.session().equals(session.name)
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

    /// Whether somebody read a page before it was given all that waited for it: what stands there
    /// does not come once more.
    boolean early(Fact.Page page) {
        return page.walk() == Fact.Walk.CATCH_UP
                || places.getOrDefault(page, 0) < session(page.session()).lastOffline;
    }

    /// Whether an attempt may have been refused before another was made.
    boolean mayHaveBeenRefused(Message message) {
        return outages.between(message.at(), lastAttempts.getOrDefault(message.name(), 0));
    }

    Session session(String name) {
        Session session = sessions.get(name);
        if (session == null) {
            throw new IllegalArgumentException("no session " + name);
        }
        return session;
    }

    NavigableSet<Long> ids(String account) {
        return ids.computeIfAbsent(account, _ -> new TreeSet<>());
    }

    /// The archive of an account as it was read first, `null` when nobody read it from end to end.
    @Nullable Reading archive(String account) {
        return readings.stream()
                .filter(reading -> reading.by().account.equals(account))
                .findFirst()
                .orElse(null);
    }

    Set<String> accounts() {
        Set<String> accounts = new HashSet<>();
        sessions.values().forEach(session -> accounts.add(session.account));
        return accounts;
    }

    long devices(String account) {
        return sessions.values().stream()
                .filter(session -> session.account.equals(account))
                .map(Session::device)
                .distinct()
                .count();
    }
}
