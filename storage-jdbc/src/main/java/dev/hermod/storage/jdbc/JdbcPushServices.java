package dev.hermod.storage.jdbc;

import dev.hermod.extensions.push.PushServices;
import dev.hermod.stanza.Jids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Push services in the table `push_service`.
final class JdbcPushServices implements PushServices {
    private final Database database;

    JdbcPushServices(Database database) {
        this.database = database;
    }

    @Override
    public List<PushService> of(JID owner) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        JdbcPushServices::service,
                        """
                        SELECT service, node, resource, options FROM archive JOIN push_service USING (archive_id)
                        WHERE owner = ? ORDER BY service, node
                        """,
                        owner.toString()));
    }

    private static PushService service(ResultSet row) throws SQLException {
        return new PushService(
                Jids.prepared(row.getString("service")),
                row.getString("node"),
                row.getString("resource"),
                row.getString("options"));
    }

    @Override
    public Enabling enable(JID owner, PushService service, int most) {
        return database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isEmpty()) {
                return Enabling.NO_SUCH_ACCOUNT;
            }
            put(connection, archiveId.getAsLong(), service);
            long enabled =
                    Sql.first(
                                    connection,
                                    row -> row.getLong(1),
                                    "SELECT count(*) FROM push_service WHERE archive_id = ?",
                                    archiveId.getAsLong())
                            .orElse(0L);
            if (enabled > most) {
                connection.rollback();
                return Enabling.TOO_MANY;
            }
            return Enabling.DONE;
        });
    }

    private static void put(Connection connection, long archiveId, PushService service)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO push_service (archive_id, service, node, resource, options) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (archive_id, service, node)
                    DO UPDATE SET (resource, options) = (excluded.resource, excluded.options)
                """,
                archiveId,
                service.service().toString(),
                service.node(),
                service.resource(),
                service.options());
    }

    @Override
    public void disable(JID owner, JID service, @Nullable String node) {
        database.call(connection ->
                Sql.update(
                        connection,
                        """
                        DELETE FROM push_service USING archive
                        WHERE push_service.archive_id = archive.archive_id AND owner = ? AND service = ?
                            AND node = coalesce(?::text, node)
                        """,
                        owner.toString(),
                        service.toString(),
                        node));
    }
}
