package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogMessage.StreamPosition;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of one commit with the ids their rows will have.
final class Batch {
    private final List<Item> items = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Head> heads;

    /// A message with the ids of its rows and the ids before those, as its listener is given them.
    @SuppressWarnings("ArrayRecordComponent") // not compared, and handed over once
    private record Item(Waiting waiting, long[] ids, long[] previous) {}

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

    /// @param heads of all archives that are known; moved on as rows are added
    Batch(Map<String, Head> heads) {
        this.heads = heads;
    }

    /// Gives ids to the rows of a message; `false` when one of its owners is unknown.
    boolean add(Waiting waiting, IdClock clock) {
        LogMessage message = waiting.message();
        for (LogRow row : message.rows()) {
            if (!heads.containsKey(owner(row))) {
                return false;
            }
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
        return true;
    }

    private Row row(LogMessage message, int index, long id) {
        LogRow row = message.rows().get(index);
        Head head = Objects.requireNonNull(heads.get(owner(row)));
        heads.put(owner(row), new Head(head.archiveId(), id));
        StreamPosition stream = index == 0 ? message.stream() : null;
        return new Row(head.archiveId(), id, head.last(), row, message.stanza(), stream);
    }

    private static String owner(LogRow row) {
        return row.owner().toString();
    }

    List<Row> rows() {
        return rows;
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

    void tellCommitted() {
        items.forEach(each -> each.waiting().committed(each.ids(), each.previous()));
    }
}
