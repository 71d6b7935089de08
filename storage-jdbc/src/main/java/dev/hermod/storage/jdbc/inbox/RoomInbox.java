package dev.hermod.storage.jdbc.inbox;

import dev.hermod.extensions.inbox.Happening;
import dev.hermod.extensions.inbox.RoomConversation;
import dev.hermod.extensions.inbox.RoomStory;
import dev.hermod.extensions.muc.RoomEntry;
import dev.hermod.storage.jdbc.follow.Followed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xmpp.packet.JID;

/// Keeps what members of rooms find in their inboxes: the tables `room_conversation`,
/// `room_message` and `room_read`. A batch takes six statements, and the number of members plays no
/// part in it.
final class RoomInbox {
    private RoomInbox() {}

    static void take(Connection connection, List<Followed> entries) throws SQLException {
        RoomInboxTables tables = new RoomInboxTables(connection);
        Set<Long> rooms = tables.rooms(entries);
        if (rooms.isEmpty()) {
            return;
        }
        Map<Long, RoomConversation> before = tables.conversations(rooms);
        Map<Long, RoomStory> stories = new LinkedHashMap<>();
        for (Followed entry : entries) {
            if (rooms.contains(entry.archiveId())) {
                RoomEntry kept = RoomEntry.of(entry.message());
                JID sender = kept.sender();
                stories.computeIfAbsent(entry.archiveId(), room -> new RoomStory(before.get(room)))
                        .take(
                                entry.id(),
                                sender == null ? null : sender.toString(),
                                Happening.of(kept.said()));
            }
        }
        tables.write(stories);
    }
}
