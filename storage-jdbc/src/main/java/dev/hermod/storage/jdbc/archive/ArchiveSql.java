package dev.hermod.storage.jdbc.archive;

/// The statements that read pages. Each finds its rows by the primary key `(archive_id, id)` or by
/// the index `(archive_id, conversation, id)`, in the order of ids and in the months they are in,
/// and leaves off where it has enough; the outermost part cuts a page that has too many bytes.
final class ArchiveSql {
    private static final String PAGE =
            """
            SELECT id, stanza, found FROM
                (SELECT id, stanza, count(*) OVER () AS found,
                    sum(octet_length(stanza)) OVER (ORDER BY id %2$s ROWS UNBOUNDED PRECEDING)
                        - octet_length(stanza) AS before
                 FROM (SELECT id, stanza FROM log
                       WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                           %1$s AND id > ? AND id <= ? AND NOT until_delivered
                       ORDER BY id %2$s LIMIT ?) page) sized
            WHERE before < ? ORDER BY id %2$s
            """;

    /// The second part finds a resource, or everything when it is empty.
    private static final String CONVERSATION = "AND conversation = ? AND position(? IN stanza) > 0";

    static final String OLDEST = PAGE.formatted("", "ASC");
    static final String NEWEST = PAGE.formatted("", "DESC");
    static final String OLDEST_WITH = PAGE.formatted(CONVERSATION, "ASC");
    static final String NEWEST_WITH = PAGE.formatted(CONVERSATION, "DESC");

    private static final String COUNT =
            """
            SELECT count(*) FROM
                (SELECT FROM log
                 WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                     %s AND id > ? AND id <= ? AND NOT until_delivered
                 LIMIT ?) counted
            """;

    static final String COUNT_ALL = COUNT.formatted("");
    static final String COUNT_WITH = COUNT.formatted("AND conversation = ?");

    static final String MESSAGES =
            """
            SELECT id, stanza FROM log
            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND id = ANY(?) AND NOT until_delivered
            ORDER BY id
            """;

    private static final String END =
            """
            (SELECT id FROM log WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND NOT until_delivered ORDER BY id %s LIMIT 1)
            """;

    static final String ENDS =
            "SELECT %s AS first, %s AS last".formatted(END.formatted("ASC"), END.formatted("DESC"));

    /// An archive begins when its account or room was made.
    static final String ANCHORS =
            """
            SELECT ARRAY(SELECT id FROM log WHERE log.archive_id = archive.archive_id AND id = ANY(?)) AS present,
                greatest(archive.floor, log_clock.floor,
                    (extract(epoch FROM coalesce(account.created, room.created)) * 1000)::bigint << 20) AS floor,
                high
            FROM log_clock, archive LEFT JOIN account USING (archive_id) LEFT JOIN room USING (archive_id)
            WHERE owner = ?
            """;

    static final String HIDDEN =
            """
            SELECT id FROM log
            WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                AND id > ? AND id <= ? AND until_delivered AND deliver
            ORDER BY id LIMIT ?
            """;

    static final String MENTIONING =
            """
            SELECT id, stanza FROM
                (SELECT id, stanza FROM log
                 WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                     AND conversation = ? AND id < ?
                 ORDER BY id DESC LIMIT ?) looked
            WHERE position(? IN stanza) > 0 ORDER BY id DESC LIMIT 100
            """;

    private ArchiveSql() {}
}
