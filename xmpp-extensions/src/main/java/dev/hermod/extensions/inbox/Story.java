package dev.hermod.extensions.inbox;

import dev.hermod.extensions.inbox.Happening.Aside;
import dev.hermod.extensions.inbox.Happening.Correction;
import dev.hermod.extensions.inbox.Happening.Displayed;
import dev.hermod.extensions.inbox.Happening.Retraction;
import dev.hermod.extensions.inbox.Happening.Shown;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What entries of one conversation, one after the other, make of it: the rules of what is unread
/// (XEP-0430 section 4). For one thread.
///
/// What the account says itself counts as read, and with it everything before. So does what is
/// below where the account has read to, which may have been said before this is made.
public final class Story {
    /// Longer ids of clients are not remembered, so nothing can refer to them.
    private static final int LONGEST_ID = 255;

    private final Function<String, OptionalLong> earlier;
    private final TreeMap<Long, Unread> added = new TreeMap<>();
    private final Set<Long> withdrawn = new HashSet<>();
    private @Nullable Conversation now;

    /// A message of the other side that is not read.
    ///
    /// @param messageId its sender's id
    /// @param counts `false` for a correction, which markers may refer to as well
    public record Unread(@Nullable String messageId, boolean counts) {}

    /// @param before what was made of it up to here, null for a conversation that is new
    /// @param earlier finds the id of an entry that was unread before, by its sender's id
    public Story(@Nullable Conversation before, Function<String, OptionalLong> earlier) {
        this.now = before;
        this.earlier = earlier;
    }

    /// The next entry.
    ///
    /// @param own whether the account itself sent it
    public void take(long id, boolean own, Happening happening) {
        switch (happening) {
            case Shown(String messageId) -> show(id, own, shortened(messageId));
            case Correction(String messageId, String of) ->
                    correct(id, own, shortened(messageId), of);
            case Retraction(String of) when !own -> withdraw(of);
            case Displayed(String upTo) when own -> find(upTo).ifPresent(this::readUpTo);
            case Retraction _, Displayed _, Aside _ -> {}
        }
        if (now != null) {
            now = now.withLast(id);
        }
    }

    /// What it is now; null as long as nothing was shown.
    public @Nullable Conversation now() {
        return now;
    }

    /// Messages that arrived in this story and are unread at its end, by id.
    public Map<Long, Unread> added() {
        return added;
    }

    /// How many of those count.
    public int unread() {
        return (int) added.values().stream().filter(Unread::counts).count();
    }

    /// Messages that were unread before this story and are to be forgotten, beside those that are
    /// read now.
    public Set<Long> withdrawn() {
        return withdrawn;
    }

    private void show(long id, boolean own, @Nullable String messageId) {
        long readBefore = now == null ? 0 : now.readId();
        now = new Conversation(id, id, messageId, own, readBefore);
        if (own) {
            readUpTo(id);
        } else if (id > readBefore) {
            added.put(id, new Unread(messageId, true));
        }
    }

    private void correct(long id, boolean own, @Nullable String messageId, String of) {
        Conversation before = now;
        if (before == null) {
            // What it corrects is gone: it stands for itself.
            show(id, own, messageId);
            return;
        }
        if (own == before.shownOwn() && of.equals(before.shownMessageId())) {
            now = before.withShown(id);
        }
        if (own) {
            readUpTo(id);
        } else if (id > before.readId()) {
            added.put(id, new Unread(messageId, false));
        }
    }

    private void withdraw(String of) {
        find(of).ifPresent(id -> {
            if (added.remove(id) == null) {
                withdrawn.add(id);
            }
        });
    }

    private void readUpTo(long id) {
        if (now != null) {
            now = now.readUpTo(id);
            added.headMap(id, true).clear();
        }
    }

    private OptionalLong find(String messageId) {
        for (Map.Entry<Long, Unread> one : added.descendingMap().entrySet()) {
            if (messageId.equals(one.getValue().messageId())) {
                return OptionalLong.of(one.getKey());
            }
        }
        return earlier.apply(messageId);
    }

    private static @Nullable String shortened(@Nullable String messageId) {
        return messageId == null || messageId.length() > LONGEST_ID ? null : messageId;
    }
}
