package dev.hermod.extensions.archive;

import dev.hermod.extensions.archive.Archives.Bounds;
import dev.hermod.extensions.archive.MessageSearch.Sought;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.xmpp.packet.JID;

/// Pages of what has certain words (XEP-0431): the index gives ids, the archive the messages.
record WordSearch(Archives archives, MessageSearch search, JID owner) {
    /// Messages that are in memory beside the page.
    private static final int AT_ONCE = 20;

    /// The oldest messages of a selection with these words, or the newest, oldest first.
    ArchivePage page(String words, Selection selection, boolean newest, Bounds bounds) {
        List<Long> ids =
                search.find(
                        owner, new Sought(words, selection, null), newest, bounds.messages() + 1);
        List<Long> inTurn = newest ? ids.reversed() : ids;
        int most = Math.min(inTurn.size(), bounds.messages());
        List<ArchivedMessage> page = new ArrayList<>();
        int taken = 0;
        long bytes = 0;
        while (taken < most && bytes < bounds.bytes()) {
            List<Long> some = inTurn.subList(taken, Math.min(taken + AT_ONCE, most));
            List<ArchivedMessage> messages = archives.messages(owner, some);
            page.addAll(messages);
            bytes += messages.stream().mapToLong(one -> one.stanza().length).sum();
            taken += some.size();
        }
        page.sort(Comparator.comparingLong(ArchivedMessage::id));
        return new ArchivePage(page, taken < inTurn.size());
    }

    /// Which of the ids have these words.
    Set<Long> among(String words, Collection<Long> ids) {
        Sought sought = new Sought(words, Selection.ALL, ids);
        return Set.copyOf(search.find(owner, sought, false, ids.size()));
    }
}
