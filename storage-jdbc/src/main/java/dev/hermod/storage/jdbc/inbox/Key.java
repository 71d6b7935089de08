package dev.hermod.storage.jdbc.inbox;

import dev.hermod.storage.jdbc.follow.Followed;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Names a conversation.
///
/// @param partner the bare address of the other side
record Key(long archiveId, String partner) {
    static Key of(Followed entry) {
        return new Key(entry.archiveId(), entry.conversation());
    }

    static long[] archives(Iterable<Key> keys) {
        return stream(keys).mapToLong(Key::archiveId).toArray();
    }

    static String[] partners(Iterable<Key> keys) {
        return stream(keys).map(Key::partner).toArray(String[]::new);
    }

    private static Stream<Key> stream(Iterable<Key> keys) {
        return StreamSupport.stream(keys.spliterator(), false);
    }
}
