package dev.hermod.extensions.inbox;

import dev.hermod.extensions.inbox.Inboxes.Entry;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageLog;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Puts the last messages to conversations, as long as they fit into a number of bytes; at least
/// one does.
///
/// @param wanted whether any are to be put there at all
/// @param fromEnd keeps the last conversations in place of the first if not all fit
/// @param extensions what else is told of them
record LastMessages(
        MessageLog log,
        JID owner,
        boolean wanted,
        boolean fromEnd,
        int bytes,
        EntryExtensions extensions) {
    /// Entries that are read from the log at a time.
    private static final int AT_ONCE = 100;

    /// What an entry takes beside its message.
    private static final int FRAME = 600;

    /// Those that fit, in their order.
    List<EntryMessage> of(List<Entry> entries) {
        List<Entry> inTurn = fromEnd ? entries.reversed() : entries;
        List<EntryMessage> fitting = new ArrayList<>();
        long size = 0;
        for (int from = 0; from < inTurn.size(); from += AT_ONCE) {
            List<Entry> some = inTurn.subList(from, Math.min(from + AT_ONCE, inTurn.size()));
            for (EntryMessage each : read(some)) {
                size += FRAME + each.size();
                if (size > bytes && !fitting.isEmpty()) {
                    return ordered(fitting);
                }
                fitting.add(each);
            }
        }
        return ordered(fitting);
    }

    private List<EntryMessage> ordered(List<EntryMessage> inTurn) {
        return fromEnd ? inTurn.reversed() : inTurn;
    }

    private List<EntryMessage> read(List<Entry> entries) {
        List<Long> ids = own(entries);
        Map<Long, LogEntry> messages =
                log.entries(owner, ids).stream()
                        .collect(Collectors.toMap(LogEntry::id, Function.identity()));
        Map<JID, FrozenElement> more =
                extensions.of(owner, entries.stream().map(Entry::partner).toList());
        return entries.stream()
                .map(entry ->
                        new EntryMessage(
                                owner,
                                entry,
                                more.get(entry.partner()),
                                entry.room() ? inRoom(entry) : messages.get(entry.shownId())))
                .toList();
    }

    private List<Long> own(List<Entry> entries) {
        return wanted
                ? entries.stream().filter(each -> !each.room()).map(Entry::shownId).toList()
                : List.of();
    }

    /// A room's archive has it, for all members alike.
    private @Nullable LogEntry inRoom(Entry entry) {
        List<Long> ids = wanted ? List.of(entry.shownId()) : List.of();
        return log.entries(entry.partner(), ids).stream().findFirst().orElse(null);
    }
}
