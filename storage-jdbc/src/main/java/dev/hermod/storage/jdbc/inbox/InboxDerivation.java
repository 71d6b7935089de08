package dev.hermod.storage.jdbc.inbox;

import dev.hermod.extensions.inbox.Conversation;
import dev.hermod.extensions.inbox.Happening;
import dev.hermod.extensions.inbox.Story;
import dev.hermod.storage.jdbc.follow.Derivation;
import dev.hermod.storage.jdbc.follow.Followed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Keeps the tables `conversation` and `unread`. A batch takes six statements, however many entries
/// it has. Archives of rooms have one conversation each, which [RoomInbox] keeps.
public final class InboxDerivation implements Derivation {
    @Override
    public String name() {
        return "inbox";
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        new InboxTables(connection).clear();
        new RoomInboxTables(connection).clear();
    }

    @Override
    public void take(Connection connection, List<Followed> entries) throws SQLException {
        RoomInbox.take(connection, entries);
        InboxTables tables = new InboxTables(connection);
        Map<Key, List<Event>> events = events(entries, tables.accounts(entries));
        if (events.isEmpty()) {
            return;
        }
        Map<Key, InboxTables.Stored> stored = tables.conversations(events.keySet());
        Map<InboxTables.Reference, Long> earlier = tables.unread(references(events));
        Map<Key, Story> stories = new HashMap<>();
        events.forEach((key, each) -> {
            InboxTables.Stored before = stored.get(key);
            Story story =
                    new Story(
                            before == null ? null : before.conversation(),
                            messageId -> find(earlier, new InboxTables.Reference(key, messageId)));
            each.forEach(event -> story.take(event.id(), event.own(), event.happening()));
            stories.put(key, story);
        });
        write(tables, stored, stories);
    }

    private static Map<Key, List<Event>> events(List<Followed> entries, Set<Long> accounts) {
        Map<Key, List<Event>> events = new LinkedHashMap<>();
        for (Followed entry : entries) {
            if (accounts.contains(entry.archiveId())) {
                events.computeIfAbsent(Key.of(entry), _ -> new ArrayList<>()).add(Event.of(entry));
            }
        }
        return events;
    }

    /// An entry as its conversation sees it.
    private record Event(long id, boolean own, Happening happening) {
        static Event of(Followed entry) {
            return new Event(entry.id(), entry.own(), Happening.of(entry.message()));
        }
    }

    /// What of messages that may be unread since earlier batches is needed.
    private static List<InboxTables.Reference> references(Map<Key, List<Event>> events) {
        List<InboxTables.Reference> references = new ArrayList<>();
        events.forEach((key, each) -> {
            for (Event event : each) {
                switch (event.happening()) {
                    case Happening.Displayed(String id) when event.own() ->
                            references.add(new InboxTables.Reference(key, id));
                    case Happening.Retraction(String id) when !event.own() ->
                            references.add(new InboxTables.Reference(key, id));
                    default -> {}
                }
            }
        });
        return references;
    }

    private static OptionalLong find(
            Map<InboxTables.Reference, Long> earlier, InboxTables.Reference wanted) {
        Long id = earlier.get(wanted);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    private static void write(
            InboxTables tables, Map<Key, InboxTables.Stored> stored, Map<Key, Story> stories)
            throws SQLException {
        List<InboxTables.Range> gone = new ArrayList<>();
        stories.forEach((key, story) -> {
            Conversation now = story.now();
            InboxTables.Stored before = stored.get(key);
            if (before != null && now != null && now.readId() > before.tidyTo()) {
                gone.add(new InboxTables.Range(key, 0, now.readId()));
            }
            story.withdrawn().forEach(id -> gone.add(new InboxTables.Range(key, id - 1, id)));
        });
        Map<Key, Integer> counted = tables.delete(gone);
        tables.add(stories);
        List<InboxTables.Row> rows = new ArrayList<>();
        stories.forEach((key, story) -> {
            Conversation now = story.now();
            if (now != null) {
                InboxTables.Stored before = stored.get(key);
                int unread =
                        (before == null ? 0 : before.unread())
                                - counted.getOrDefault(key, 0)
                                + story.unread();
                rows.add(
                        new InboxTables.Row(
                                key, new InboxTables.Stored(now, unread, now.readId())));
            }
        });
        tables.put(rows);
    }
}
