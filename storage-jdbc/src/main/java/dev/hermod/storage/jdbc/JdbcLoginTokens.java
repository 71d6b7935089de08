package dev.hermod.storage.jdbc;

import dev.hermod.auth.CredentialsUnavailableException;
import dev.hermod.auth.LoginToken;
import dev.hermod.auth.LoginTokens;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/// Tokens in the table `login_token`.
final class JdbcLoginTokens implements LoginTokens {
    private static final String OWNER = "(SELECT archive_id FROM archive WHERE owner = ?)";
    private static final String COLUMNS =
            "id, client, mechanism, issued, expires, used, count, software, device";

    private final Database database;

    JdbcLoginTokens(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(String account, LoginToken token, int most) {
        return available(() ->
                database.transactionally(connection -> {
                    OptionalLong found = LockedAccounts.lock(connection, Jids.prepared(account));
                    if (found.isEmpty()) {
                        return false;
                    }
                    long archiveId = found.getAsLong();
                    makeRoom(connection, archiveId, token, most);
                    insert(connection, archiveId, token);
                    return true;
                }));
    }

    private static void makeRoom(Connection connection, long archiveId, LoginToken token, int most)
            throws SQLException {
        Sql.update(
                connection,
                """
                DELETE FROM login_token
                WHERE archive_id = ? AND (expires <= ? OR client = ? AND used IS NULL)
                """,
                archiveId,
                Timestamp.from(token.issued()),
                token.client());
        Sql.update(
                connection,
                """
                DELETE FROM login_token WHERE archive_id = ? AND id IN (
                    SELECT id FROM login_token WHERE archive_id = ?
                    ORDER BY coalesce(used, issued) DESC OFFSET ?)
                """,
                archiveId,
                archiveId,
                most - 1);
    }

    private static void insert(Connection connection, long archiveId, LoginToken token)
            throws SQLException {
        Instant used = token.used();
        Sql.update(
                connection,
                """
                INSERT INTO login_token (archive_id, id, client, mechanism, issued, expires, used, count,
                    software, device)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                archiveId,
                token.id(),
                token.client(),
                token.mechanism(),
                Timestamp.from(token.issued()),
                Timestamp.from(token.expires()),
                used == null ? null : Timestamp.from(used),
                token.count(),
                token.software(),
                token.device());
    }

    @Override
    public List<LoginToken> of(String account, UUID client) {
        return available(() ->
                database.call(connection ->
                        Sql.list(
                                connection,
                                JdbcLoginTokens::token,
                                "SELECT "
                                        + COLUMNS
                                        + " FROM login_token WHERE archive_id = "
                                        + OWNER
                                        + " AND client = ? ORDER BY issued DESC",
                                account,
                                client)));
    }

    @Override
    public List<LoginToken> all(String account) {
        return available(() ->
                database.call(connection ->
                        Sql.list(
                                connection,
                                JdbcLoginTokens::token,
                                "SELECT "
                                        + COLUMNS
                                        + " FROM login_token WHERE archive_id = "
                                        + OWNER
                                        + " ORDER BY issued DESC",
                                account)));
    }

    private static LoginToken token(ResultSet row) throws SQLException {
        Timestamp used = row.getTimestamp("used");
        return new LoginToken(
                row.getObject("id", UUID.class),
                row.getObject("client", UUID.class),
                row.getString("mechanism"),
                row.getTimestamp("issued").toInstant(),
                row.getTimestamp("expires").toInstant(),
                used == null ? null : used.toInstant(),
                row.getLong("count"),
                row.getString("software"),
                row.getString("device"));
    }

    @Override
    public boolean use(String account, LoginToken token, long count, Instant now) {
        return available(() ->
                database.transactionally(connection -> {
                    boolean good =
                            Sql.update(
                                            connection,
                                            "UPDATE login_token SET used = ?, count = greatest(count, ?)"
                                                    + " WHERE archive_id = "
                                                    + OWNER
                                                    + " AND client = ? AND id = ? AND (? < 0 OR count < ?)",
                                            Timestamp.from(now),
                                            count,
                                            account,
                                            token.client(),
                                            token.id(),
                                            count,
                                            count)
                                    > 0;
                    if (good) {
                        Sql.update(
                                connection,
                                "DELETE FROM login_token WHERE archive_id = "
                                        + OWNER
                                        + " AND client = ? AND expires < ?",
                                account,
                                token.client(),
                                Timestamp.from(token.expires()));
                    }
                    return good;
                }));
    }

    @Override
    public boolean remove(String account, UUID client) {
        return available(() ->
                database.call(connection ->
                        Sql.update(
                                        connection,
                                        "DELETE FROM login_token WHERE archive_id = "
                                                + OWNER
                                                + " AND client = ?",
                                        account,
                                        client)
                                > 0));
    }

    @Override
    public boolean removeAll(String account) {
        return available(() ->
                database.call(connection ->
                        Sql.update(
                                        connection,
                                        "DELETE FROM login_token WHERE archive_id = " + OWNER,
                                        account)
                                > 0));
    }

    private static <T> T available(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageUnavailableException e) {
            throw new CredentialsUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }
}
