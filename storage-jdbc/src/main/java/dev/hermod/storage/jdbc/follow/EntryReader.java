package dev.hermod.storage.jdbc.follow;

import dev.hermod.storage.jdbc.Sql;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads entries of all archives in the order of ids. For one batch.
final class EntryReader {
    /// Rows of archives that are gone are read and passed over; so are those kept for delivery
    /// only, which are nobody's history. The first condition chooses the months, the second is what
    /// the readers' index is for.
    static final String NEXT =
            """
            SELECT archive_id, id, conversation, deliver, until_delivered, stanza,
                (SELECT owner FROM archive WHERE archive.archive_id = log.archive_id) AS owner
            FROM log WHERE id > ? AND id + 0 > ? ORDER BY id + 0 LIMIT ?
            """;

    private static final Logger log = LoggerFactory.getLogger(EntryReader.class);
    private static final int BYTES = 4 << 20;
    private static final int FETCH = 100;

    private final Connection connection;
    private final List<Followed> entries = new ArrayList<>();
    private long last;
    private int rows;
    private long bytes;

    // Both rows of a message lie next to each other: it is parsed once.
    private byte @Nullable [] parsed;
    private @Nullable FrozenElement message;

    EntryReader(Connection connection) {
        this.connection = connection;
    }

    /// What was read.
    ///
    /// @param last the last row's id, `after` if there was none
    /// @param full whether there may be more
    record Batch(List<Followed> entries, int rows, long last, boolean full) {}

    /// Entries above `after`, in a transaction.
    Batch read(long after, int limit) throws SQLException {
        last = after;
        try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
            statement.setFetchSize(FETCH);
            statement.setLong(1, after);
            statement.setLong(2, after);
            statement.setInt(3, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (bytes < BYTES && row.next()) {
                    take(row);
                }
            }
        }
        return new Batch(entries, rows, last, rows == limit || bytes >= BYTES);
    }

    /// The lowest id there is, 0 in an empty log.
    static long first(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "SELECT id FROM log ORDER BY id + 0 LIMIT 1")
                .orElse(0L);
    }

    private void take(ResultSet row) throws SQLException {
        last = row.getLong("id");
        rows++;
        byte[] stanza = row.getBytes("stanza");
        bytes += stanza.length;
        String owner = row.getString("owner");
        if (owner == null || row.getBoolean("until_delivered")) {
            return;
        }
        FrozenElement read = parse(stanza);
        if (read != null) {
            String from = read.attr("from");
            boolean own = from == null ? !row.getBoolean("deliver") : isOf(owner, from);
            entries.add(
                    new Followed(
                            row.getLong("archive_id"),
                            last,
                            row.getString("conversation"),
                            own,
                            read));
        }
    }

    private @Nullable FrozenElement parse(byte[] stanza) {
        if (!Arrays.equals(stanza, parsed)) {
            parsed = stanza;
            message = null;
            try {
                message = ElementReader.parse(stanza);
            } catch (XmlStreamException e) {
                log.error("log entry {} cannot be read and is passed over", last, e);
            }
        }
        return message;
    }

    /// Whether a prepared address is the owner's, with any resource or none.
    private static boolean isOf(String owner, String address) {
        return address.startsWith(owner)
                && (address.length() == owner.length() || address.charAt(owner.length()) == '/');
    }
}
