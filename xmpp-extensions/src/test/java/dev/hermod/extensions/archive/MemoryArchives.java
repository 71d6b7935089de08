package dev.hermod.extensions.archive;

import dev.hermod.stanza.Jids;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageIds;
import dev.hermod.testing.MemoryMessageLog;
import dev.hermod.testing.MemoryStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.xmpp.packet.JID;

/// Archives of the log in memory, whose ids begin at 1,000 milliseconds.
public final class MemoryArchives implements Archives {
    private static final long BEGINNING = MessageIds.first(1_000);

    private final MemoryMessageLog log;

    public MemoryArchives(MemoryStorage storage) {
        this.log = storage.memoryLog();
    }

    private List<ArchivedMessage> matching(JID owner, Selection selection) {
        JID with = selection.with();
        Predicate<LogEntry> wanted =
                entry -> with == null || entry.conversation().equals(Jids.bare(with));
        return log.archived(owner).stream()
                .filter(entry -> entry.id() > selection.after() && entry.id() <= selection.upTo())
                .filter(wanted)
                .map(MemoryArchives::message)
                .toList();
    }

    private static ArchivedMessage message(LogEntry entry) {
        return new ArchivedMessage(entry.id(), entry.stanza());
    }

    @Override
    public ArchivePage oldest(JID owner, Selection selection, Bounds bounds) {
        List<ArchivedMessage> all = matching(owner, selection);
        List<ArchivedMessage> page = cut(all, bounds);
        return new ArchivePage(page, page.size() < all.size());
    }

    @Override
    public ArchivePage newest(JID owner, Selection selection, Bounds bounds) {
        List<ArchivedMessage> all = matching(owner, selection).reversed();
        List<ArchivedMessage> page = cut(all, bounds);
        return new ArchivePage(page.reversed(), page.size() < all.size());
    }

    private static List<ArchivedMessage> cut(List<ArchivedMessage> all, Bounds bounds) {
        List<ArchivedMessage> page = new ArrayList<>();
        long bytes = 0;
        for (ArchivedMessage one : all) {
            if (page.size() == bounds.messages() || bytes >= bounds.bytes()) {
                break;
            }
            bytes += one.stanza().length;
            page.add(one);
        }
        return page;
    }

    @Override
    public List<ArchivedMessage> messages(JID owner, Collection<Long> ids) {
        return matching(owner, Selection.ALL).stream()
                .filter(one -> ids.contains(one.id()))
                .toList();
    }

    @Override
    public int count(JID owner, Selection selection, int most) {
        return Math.min(most, matching(owner, selection).size());
    }

    @Override
    public Optional<Ends> ends(JID owner) {
        List<ArchivedMessage> all = matching(owner, Selection.ALL);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ends(all.getFirst().id(), all.getLast().id()));
    }

    @Override
    public Anchors anchors(JID owner, Collection<Long> ids) {
        Set<Long> present =
                log.all(owner).stream()
                        .map(LogEntry::id)
                        .filter(ids::contains)
                        .collect(Collectors.toSet());
        return new Anchors(present, BEGINNING, log.lastId(owner));
    }

    @Override
    public List<Long> hidden(JID owner, long after, long upTo, int limit) {
        return log.hidden(owner).stream()
                .filter(LogEntry::deliver)
                .map(LogEntry::id)
                .filter(id -> id > after && id <= upTo)
                .limit(limit)
                .toList();
    }
}
