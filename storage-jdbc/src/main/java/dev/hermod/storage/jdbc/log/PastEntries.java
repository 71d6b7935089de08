package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.TreeSet;

/// Writes entries of the past into the log, beside the committer, for archives that nobody writes
/// to meanwhile.
public final class PastEntries {
    /// So far behind the clock the committer gives no more ids.
    private static final long BEHIND_MILLIS = 2_000;

    private PastEntries() {}

    /// An entry that is to be read only.
    // Bytes go into the statement as they are; entries are not compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Entry(long id, long previous, String conversation, byte[] stanza) {}

    /// The highest id that may be written at this time.
    public static long highest(Instant now) {
        return MessageIds.first(now.toEpochMilli() - BEHIND_MILLIS);
    }

    /// Part of the caller's transaction, which a month that is made here becomes visible with.
    public static void write(Connection connection, long archiveId, List<Entry> entries)
            throws SQLException {
        TreeSet<YearMonth> months = new TreeSet<>();
        entries.forEach(entry -> months.add(Months.month(entry.id())));
        for (YearMonth month : months) {
            if (!Months.attached(connection, month)) {
                Months.attach(connection, month);
            }
        }
        Sql.update(
                connection,
                """
                INSERT INTO log (archive_id, id, prev, deliver, until_delivered, conversation, stanza)
                SELECT ?, id, prev, false, false, conversation, stanza
                FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bytea[]) AS past (id, prev, conversation, stanza)
                """,
                archiveId,
                entries.stream().mapToLong(Entry::id).toArray(),
                entries.stream().mapToLong(Entry::previous).toArray(),
                entries.stream().map(Entry::conversation).toArray(String[]::new),
                entries.stream().map(Entry::stanza).toArray(byte[][]::new));
    }
}
