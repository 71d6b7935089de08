package dev.hermod.extensions.inbox;

import org.jspecify.annotations.Nullable;

/// Where the conversation of a room stands, the same for all its members. Ids are those of the
/// room's archive.
///
/// @param lastId of the newest entry of any kind
/// @param shownId of the newest message, a correction of it included
/// @param shownMessageId its sender's id, the first one's if it was corrected
/// @param shownSender the bare address; `null` for the room itself
public record RoomConversation(
        long lastId, long shownId, @Nullable String shownMessageId, @Nullable String shownSender) {
    RoomConversation withLast(long id) {
        return new RoomConversation(id, shownId, shownMessageId, shownSender);
    }

    RoomConversation withShown(long id) {
        return new RoomConversation(lastId, id, shownMessageId, shownSender);
    }
}
