package dev.hermod.extensions.inbox;

import org.jspecify.annotations.Nullable;

/// Where a conversation of an account stands, but for the number of its unread messages. Ids are
/// those of the account's archive.
///
/// @param lastId of the newest entry of any kind
/// @param shownId of the newest message, a correction of it included; orders conversations
/// @param shownMessageId its sender's id, the first one's if it was corrected
/// @param shownOwn whether the account itself wrote it
/// @param readId everything up to there is read; 0 for nothing
public record Conversation(
        long lastId, long shownId, @Nullable String shownMessageId, boolean shownOwn, long readId) {
    Conversation withLast(long id) {
        return new Conversation(id, shownId, shownMessageId, shownOwn, readId);
    }

    Conversation withShown(long id) {
        return new Conversation(lastId, id, shownMessageId, shownOwn, readId);
    }

    Conversation readUpTo(long id) {
        return new Conversation(lastId, shownId, shownMessageId, shownOwn, Math.max(readId, id));
    }
}
