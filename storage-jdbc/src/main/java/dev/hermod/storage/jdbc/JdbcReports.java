package dev.hermod.storage.jdbc;

import dev.hermod.stanza.Jids;
import dev.hermod.storage.Report;
import dev.hermod.storage.Report.Reference;
import dev.hermod.storage.Reports;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/// Reports in the table `report`.
final class JdbcReports implements Reports {
    private static final String LIST =
            """
            SELECT report_id, at, owner, reported, reason, text, message_by, message_ids, for_origin, for_others
            FROM report JOIN archive USING (archive_id) WHERE report_id > ? ORDER BY report_id LIMIT ?
            """;

    private static final String ADD =
            """
            INSERT INTO report (archive_id, at, reported, reason, text, message_by, message_ids, for_origin, for_others)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String TRIM =
            """
            DELETE FROM report WHERE archive_id = ? AND report_id NOT IN
                (SELECT report_id FROM report WHERE archive_id = ? ORDER BY report_id DESC LIMIT ?)
            """;

    private final Database database;

    JdbcReports(Database database) {
        this.database = database;
    }

    @Override
    public void add(Report report, int most) {
        List<Reference> messages = report.messages();
        database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, report.reporter());
            if (archiveId.isEmpty()) {
                return false;
            }
            long id = archiveId.getAsLong();
            Sql.update(
                    connection,
                    ADD,
                    id,
                    Timestamp.from(report.at()),
                    report.reported().toString(),
                    report.reason(),
                    report.text(),
                    messages.stream().map(Reference::by).toArray(String[]::new),
                    messages.stream().map(Reference::id).toArray(String[]::new),
                    report.forOrigin(),
                    report.forOthers());
            Sql.update(connection, TRIM, id, id, most);
            return true;
        });
    }

    @Override
    public List<Report> list(long after, int limit) {
        return database.call(
                connection -> Sql.list(connection, JdbcReports::report, LIST, after, limit));
    }

    private static Report report(ResultSet row) throws SQLException {
        String[] by = (String[]) row.getArray("message_by").getArray();
        String[] ids = (String[]) row.getArray("message_ids").getArray();
        List<Reference> messages = new ArrayList<>();
        for (int i = 0; i < by.length; i++) {
            messages.add(new Reference(by[i], ids[i]));
        }
        return new Report(
                row.getLong("report_id"),
                row.getTimestamp("at").toInstant(),
                Jids.prepared(row.getString("owner")),
                Jids.prepared(row.getString("reported")),
                row.getString("reason"),
                row.getString("text"),
                messages,
                row.getBoolean("for_origin"),
                row.getBoolean("for_others"));
    }

    @Override
    public int remove(Collection<Long> ids) {
        return database.call(connection ->
                Sql.update(
                        connection,
                        "DELETE FROM report WHERE report_id = ANY(?)",
                        ids.stream().mapToLong(Long::longValue).toArray()));
    }
}
