package dev.hermod.extensions.archive;

import dev.hermod.extensions.search.SearchableText;
import dev.hermod.extensions.search.Words;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.LogEntry;
import dev.hermod.testing.MemoryMessageLog;
import dev.hermod.testing.MemoryStorage;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.XmlStreamException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.xmpp.packet.JID;

/// Looks through the log in memory for words as they are.
public final class MemoryMessageSearch implements MessageSearch {
    private final MemoryMessageLog log;

    public MemoryMessageSearch(MemoryStorage storage) {
        this.log = storage.memoryLog();
    }

    @Override
    public List<Long> find(JID owner, Sought sought, boolean newest, int limit) {
        String words = Words.sought(sought.words());
        JID with = sought.selection().with();
        Collection<Long> ids = sought.ids();
        List<Long> found =
                log.archived(owner).stream()
                        .filter(entry -> entry.id() > sought.selection().after())
                        .filter(entry -> entry.id() <= sought.selection().upTo())
                        .filter(entry ->
                                with == null || entry.conversation().equals(Jids.bare(with)))
                        .filter(entry -> ids == null || ids.contains(entry.id()))
                        .filter(entry -> !words.isEmpty() && has(entry, words))
                        .map(LogEntry::id)
                        .toList();
        int surplus = Math.max(0, found.size() - limit);
        return newest
                ? found.subList(surplus, found.size())
                : found.subList(0, found.size() - surplus);
    }

    private static boolean has(LogEntry entry, String words) {
        try {
            return SearchableText.of(ElementReader.parse(entry.stanza()))
                    .map(text -> Set.of(distinct(text.words())))
                    .map(said -> said.containsAll(List.of(words.split(" "))))
                    .orElse(false);
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String[] distinct(String words) {
        return List.of(words.split(" ")).stream().distinct().toArray(String[]::new);
    }
}
