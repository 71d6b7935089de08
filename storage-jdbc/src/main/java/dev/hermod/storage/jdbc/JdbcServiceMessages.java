package dev.hermod.storage.jdbc;

import dev.hermod.extensions.administration.ServiceMessages;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.xmpp.packet.JID;

/// Messages of domains in the tables `service_message` and `service_message_told`.
final class JdbcServiceMessages implements ServiceMessages {
    private static final String NOTE =
            """
            INSERT INTO service_message_told (archive_id, kind, since)
            SELECT archive_id, ?, ? FROM archive JOIN account USING (archive_id) WHERE owner = ?
            ON CONFLICT (archive_id, kind) DO UPDATE SET since = EXCLUDED.since
                WHERE service_message_told.since < EXCLUDED.since
            """;

    private final Database database;

    JdbcServiceMessages(Database database) {
        this.database = database;
    }

    @Override
    public Map<Kind, Standing> of(String domain) {
        record Row(Kind kind, Standing standing) {}
        return database
                .call(connection ->
                        Sql.list(
                                connection,
                                row ->
                                        new Row(
                                                Kind.valueOf(row.getString("kind")),
                                                new Standing(
                                                        row.getString("text"),
                                                        row.getObject("since", OffsetDateTime.class)
                                                                .toInstant())),
                                "SELECT kind, text, since FROM service_message WHERE domain = ?",
                                domain))
                .stream()
                .collect(Collectors.toMap(Row::kind, Row::standing));
    }

    @Override
    public void set(String domain, Kind kind, Standing standing) {
        database.call(connection ->
                Sql.update(
                        connection,
                        """
                        INSERT INTO service_message (domain, kind, text, since) VALUES (?, ?, ?, ?)
                        ON CONFLICT (domain, kind) DO UPDATE SET (text, since) = (EXCLUDED.text, EXCLUDED.since)
                        """,
                        domain,
                        kind.name(),
                        standing.text(),
                        time(standing.since())));
    }

    @Override
    public void delete(String domain, Kind kind) {
        database.call(connection ->
                Sql.update(
                        connection,
                        "DELETE FROM service_message WHERE domain = ? AND kind = ?",
                        domain,
                        kind.name()));
    }

    @Override
    public boolean note(JID account, Kind kind, Instant since) {
        return database.call(connection ->
                Sql.update(connection, NOTE, kind.name(), time(since), account.toString()))
                > 0;
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
