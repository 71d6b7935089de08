package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogMessage.StreamPosition;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Origin;
import dev.hermod.storage.Retention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of one commit with the ids their rows will have, or had the first time.
final class Batch {
    private final List<Item> items = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<First> firsts = new ArrayList<>();
    private final Map<String, Head> heads;
    private final Map<Key, long[]> known;

    /// A message with the ids of its rows and the ids before those, as its listener is given them.
    ///
    /// @param previous `null` for a message that is written already, or by another item
    @SuppressWarnings("ArrayRecordComponent") // not compared, and handed over once
    private record Item(Waiting waiting, long[] ids, long @Nullable [] previous) {
        void tell() {
            if (previous == null) {
                waiting.repeated(ids);
            } else {
                waiting.committed(ids, previous);
            }
        }
    }

    /// A row as it goes into the table `log`.
    @SuppressWarnings(
            "ArrayRecordComponent") // not compared; the bytes go into the statement as they are
    record Row(
            long archiveId,
            long id,
            long previous,
            LogRow row,
            byte[] stanza,
            @Nullable StreamPosition stream) {
        boolean untilDelivered() {
            return row.retention() == Retention.UNTIL_DELIVERED;
        }
    }

    /// By what a message is found in the table `origin`.
    ///
    /// @param archiveId the archive of its first row
    record Key(long archiveId, Origin origin) {}

    /// A row as it goes into the table `origin`.
    ///
    /// @param id of the message's first row
    /// @param entries how many rows it has; their ids follow each other
    record First(Key key, long id, int entries) {
        long[] ids() {
            long[] ids = new long[entries];
            for (int i = 0; i < entries; i++) {
                ids[i] = id + i;
            }
            return ids;
        }
    }

    /// @param heads of all archives that are known; moved on as rows are added
    /// @param written messages that are in the log already
    Batch(Map<String, Head> heads, List<First> written) {
        this.heads = heads;
        this.known = HashMap.newHashMap(written.size());
        written.forEach(each -> known.put(each.key(), each.ids()));
    }

    /// Gives ids to the rows of a message; `false` when one of its owners is unknown.
    boolean add(Waiting waiting, IdClock clock) {
        LogMessage message = waiting.message();
        for (LogRow row : message.rows()) {
            if (!heads.containsKey(owner(row))) {
                return false;
            }
        }
        @Nullable Key key = key(message);
        long @Nullable [] written = key == null ? null : known.get(key);
        if (written != null) {
            items.add(new Item(waiting, written, null));
            return true;
        }
        long[] ids = new long[message.rows().size()];
        long[] previous = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Row added = row(message, i, clock.next());
            ids[i] = added.id();
            previous[i] = added.previous();
            rows.add(added);
        }
        items.add(new Item(waiting, ids, previous));
        if (key != null) {
            known.put(key, ids);
            firsts.add(new First(key, ids[0], ids.length));
        }
        return true;
    }

    private @Nullable Key key(LogMessage message) {
        Origin origin = message.origin();
        return origin == null ? null : new Key(head(message.rows().getFirst()).archiveId(), origin);
    }

    private Row row(LogMessage message, int index, long id) {
        LogRow row = message.rows().get(index);
        Head head = head(row);
        heads.put(owner(row), new Head(head.archiveId(), id));
        StreamPosition stream = index == 0 ? message.stream() : null;
        return new Row(head.archiveId(), id, head.last(), row, message.stanza(), stream);
    }

    private Head head(LogRow row) {
        return Objects.requireNonNull(heads.get(owner(row)));
    }

    private static String owner(LogRow row) {
        return row.owner().toString();
    }

    List<Row> rows() {
        return rows;
    }

    /// Of those messages that have an origin and are written for the first time, as far as is
    /// known.
    List<First> firsts() {
        return firsts;
    }

    /// In the order of ids.
    List<Waiting> messages() {
        return items.stream().map(Item::waiting).toList();
    }

    int size() {
        return items.size();
    }

    /// Where the archives stand once this is committed.
    Map<String, Head> heads() {
        return heads;
    }

    void tell() {
        items.forEach(Item::tell);
    }
}
