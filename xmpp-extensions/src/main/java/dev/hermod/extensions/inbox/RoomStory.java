package dev.hermod.extensions.inbox;

import dev.hermod.extensions.inbox.Happening.Aside;
import dev.hermod.extensions.inbox.Happening.Correction;
import dev.hermod.extensions.inbox.Happening.Displayed;
import dev.hermod.extensions.inbox.Happening.Retraction;
import dev.hermod.extensions.inbox.Happening.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What entries of one room's archive, one after the other, make of its conversation. What counts
/// is kept once for all members; what is unread to one of them is what counts above where they have
/// read to. For one thread.
///
/// What somebody says counts as read by them, and with it everything before. In rooms markers and
/// retractions name a message by its id in the archive (XEP-0333 section 4, XEP-0424 section 5).
public final class RoomStory {
    /// Longer ids of clients are not remembered.
    private static final int LONGEST_ID = 255;

    private final TreeMap<Long, Counted> added = new TreeMap<>();
    private final List<Withdrawal> withdrawn = new ArrayList<>();
    private final Map<String, Long> read = new HashMap<>();
    private @Nullable RoomConversation now;

    /// A message that counts.
    ///
    /// @param sender `null` for the room itself
    public record Counted(@Nullable String sender) {}

    /// A message counts no more, if it was this sender's.
    ///
    /// @param sender `null` for anybody's, by the room itself
    public record Withdrawal(long id, @Nullable String sender) {}

    /// @param before what was made of it up to here, null for a room in which nothing was shown
    public RoomStory(@Nullable RoomConversation before) {
        this.now = before;
    }

    /// The next entry.
    ///
    /// @param sender the bare address, `null` for the room itself
    public void take(long id, @Nullable String sender, Happening happening) {
        switch (happening) {
            case Shown(String messageId) -> show(id, sender, shortened(messageId));
            case Correction(String messageId, String of) ->
                    correct(id, sender, shortened(messageId), of);
            case Retraction(String of) -> withdraw(id, sender, of);
            case Displayed(String upTo) when sender != null ->
                    readUpTo(sender, Math.min(number(upTo), id));
            case Displayed _, Aside _ -> {}
        }
        if (now != null) {
            now = now.withLast(id);
        }
    }

    /// What it is now; null as long as nothing was shown.
    public @Nullable RoomConversation now() {
        return now;
    }

    /// Messages of this story that count at its end, by id.
    public Map<Long, Counted> added() {
        return added;
    }

    /// Messages from before this story that count no more.
    public List<Withdrawal> withdrawn() {
        return withdrawn;
    }

    /// Up to where people have read, by bare address.
    public Map<String, Long> read() {
        return read;
    }

    private void show(long id, @Nullable String sender, @Nullable String messageId) {
        now = new RoomConversation(id, id, messageId, sender);
        added.put(id, new Counted(sender));
        if (sender != null) {
            readUpTo(sender, id);
        }
    }

    private void correct(long id, @Nullable String sender, @Nullable String messageId, String of) {
        RoomConversation before = now;
        if (before == null) {
            // What it corrects is gone: it stands for itself.
            show(id, sender, messageId);
            return;
        }
        if (Objects.equals(sender, before.shownSender()) && of.equals(before.shownMessageId())) {
            now = before.withShown(id);
        }
        if (sender != null) {
            readUpTo(sender, id);
        }
    }

    private void withdraw(long id, @Nullable String sender, String of) {
        long retracted = number(of);
        Counted here = added.get(retracted);
        if (here == null && retracted > 0 && retracted < id) {
            withdrawn.add(new Withdrawal(retracted, sender));
        } else if (here != null && (sender == null || sender.equals(here.sender()))) {
            added.remove(retracted);
        }
    }

    private void readUpTo(String person, long id) {
        if (id > 0) {
            read.merge(person, id, Math::max);
        }
    }

    /// 0 for what is no id of an archive.
    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable String shortened(@Nullable String messageId) {
        return messageId == null || messageId.length() > LONGEST_ID ? null : messageId;
    }
}
