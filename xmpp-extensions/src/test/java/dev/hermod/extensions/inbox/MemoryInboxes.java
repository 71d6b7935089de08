package dev.hermod.extensions.inbox;

import static java.util.Objects.requireNonNull;

import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.MemoryMessageLog;
import dev.hermod.testing.MemoryStorage;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.xmpp.packet.JID;

/// Inboxes as the whole archives of the log in memory make them.
public final class MemoryInboxes implements Inboxes {
    private final MemoryMessageLog log;
    private final Map<Displayed, Long> displayed = new ConcurrentHashMap<>();

    private record Displayed(JID owner, JID partner, boolean inRoom) {}

    public MemoryInboxes(MemoryStorage storage) {
        this.log = storage.memoryLog();
    }

    private List<Entry> entries(JID owner) {
        Map<JID, Story> stories = new HashMap<>();
        for (LogEntry entry : log.archived(owner)) {
            FrozenElement message = parse(entry);
            boolean own =
                    owner.equals(Jids.bare(requireNonNull(Stanzas.message(message).getFrom())));
            stories.computeIfAbsent(
                            entry.conversation(), _ -> new Story(null, _ -> OptionalLong.empty()))
                    .take(entry.id(), own, Happening.of(message));
        }
        List<Entry> entries = new ArrayList<>();
        stories.forEach((partner, story) -> {
            Conversation now = story.now();
            if (now != null) {
                long upTo = displayed.getOrDefault(new Displayed(owner, partner, false), 0L);
                int unread =
                        (int)
                                story.added().entrySet().stream()
                                        .filter(each ->
                                                each.getKey() > upTo && each.getValue().counts())
                                        .count();
                entries.add(new Entry(partner, unread, now.lastId(), now.shownId()));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::shownId).reversed());
        return entries;
    }

    private static FrozenElement parse(LogEntry entry) {
        try {
            return ElementReader.parse(entry.stanza());
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Up to where an account has read a room, 0 for nothing; rooms are in no inbox here.
    public long displayedInRoom(JID owner, JID room) {
        return displayed.getOrDefault(new Displayed(owner, room, true), 0L);
    }

    @Override
    public void displayed(JID owner, JID partner, long upTo, boolean inRoom) {
        displayed.merge(new Displayed(owner, partner, inRoom), upTo, Math::max);
    }

    @Override
    public Page page(JID owner, Wish wish) {
        List<Entry> all = entries(owner);
        Totals totals =
                new Totals(
                        all.size(),
                        (int) all.stream().filter(each -> each.unread() > 0).count(),
                        all.stream().mapToLong(Entry::unread).sum());
        Long after = wish.after();
        Long before = wish.before();
        List<Entry> fitting =
                all.stream()
                        .filter(each -> !wish.unreadOnly() || each.unread() > 0)
                        .filter(each -> after == null || each.shownId() < after)
                        .filter(each -> before == null || each.shownId() > before)
                        .toList();
        int surplus = Math.max(0, fitting.size() - wish.limit());
        List<Entry> page =
                wish.fromOldest()
                        ? fitting.subList(surplus, fitting.size())
                        : fitting.subList(0, fitting.size() - surplus);
        return new Page(page, totals);
    }
}
