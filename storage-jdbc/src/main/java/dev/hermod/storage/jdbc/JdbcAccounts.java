package dev.hermod.storage.jdbc;

import dev.hermod.auth.ScramHash;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.Account;
import dev.hermod.storage.Accounts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Accounts in the tables `archive`, `account` and `verifier`.
final class JdbcAccounts implements Accounts {
    private final Database database;
    private final Erasures erasures;
    private final Clock clock;

    JdbcAccounts(Database database, Erasures erasures, Clock clock) {
        this.database = database;
        this.erasures = erasures;
        this.clock = clock;
    }

    @Override
    public boolean create(JID address, List<ScramVerifier> verifiers, boolean admin) {
        Account account = new Account(address, verifiers, false, admin, clock.instant());
        return createAll(List.of(account)).isEmpty();
    }

    @Override
    public List<JID> createAll(Collection<Account> accounts) {
        NewAccounts adding = new NewAccounts(accounts);
        return database.transactionally(adding::insert);
    }

    @Override
    public Optional<Account> find(JID address) {
        return database.call(connection ->
                accounts(
                                connection,
                                """
                                SELECT owner, disabled, admin, created, hash, salt, iterations, stored_key, server_key
                                FROM archive JOIN account USING (archive_id) LEFT JOIN verifier USING (archive_id)
                                WHERE owner = ? ORDER BY hash DESC
                                """,
                                address.toBareJID())
                        .stream()
                        .findFirst());
    }

    @Override
    public boolean exists(JID address) {
        return database.call(connection ->
                Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT 1 FROM archive JOIN account USING (archive_id) WHERE owner = ?",
                                address.toBareJID())
                        .isPresent());
    }

    @Override
    public boolean replaceVerifiers(JID address, List<ScramVerifier> verifiers) {
        return database.transactionally(connection -> {
            Optional<Long> found = lock(connection, address);
            if (found.isEmpty()) {
                return false;
            }
            long archiveId = found.get();
            Sql.update(connection, "DELETE FROM verifier WHERE archive_id = ?", archiveId);
            Sql.update(connection, "DELETE FROM login_token WHERE archive_id = ?", archiveId);
            Verifiers.insert(
                    connection,
                    verifiers.stream().map(each -> new Verifiers.Row(archiveId, each)).toList());
            return true;
        });
    }

    @Override
    public boolean setDisabled(JID address, boolean disabled) {
        return database.call(connection ->
                Sql.update(
                        connection,
                        """
                        UPDATE account SET disabled = ?
                        WHERE archive_id = (SELECT archive_id FROM archive WHERE owner = ?)
                        """,
                        disabled,
                        address.toBareJID()))
                > 0;
    }

    @Override
    public boolean remove(JID address) {
        Optional<Long> removed =
                database.transactionally(connection -> {
                    Optional<Long> found = lock(connection, address);
                    if (found.isPresent()) {
                        erasures.begin(connection, found.get(), address.toBareJID());
                    }
                    return found;
                });
        removed.ifPresent(archiveId -> erasures.finish(archiveId, address.toBareJID()));
        return removed.isPresent();
    }

    @Override
    public List<Account> list(String domain, @Nullable String after, int limit) {
        return database.call(connection ->
                accounts(
                        connection,
                        """
                        SELECT owner, disabled, admin, created, hash, salt, iterations, stored_key, server_key
                        FROM (SELECT * FROM account WHERE domain = ? AND localpart > ? ORDER BY localpart LIMIT ?) page
                        JOIN archive USING (archive_id) LEFT JOIN verifier USING (archive_id)
                        ORDER BY localpart, hash DESC
                        """,
                        domain,
                        after == null ? "" : after,
                        limit));
    }

    @Override
    public long count(String domain) {
        return database.call(connection ->
                Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT count(*) FROM account WHERE domain = ?",
                                domain)
                        .orElseThrow());
    }

    @Override
    public List<JID> disabled(String domain, int limit) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        row -> Jids.prepared(row.getString(1)),
                        """
                        SELECT owner FROM account JOIN archive USING (archive_id)
                        WHERE domain = ? AND disabled ORDER BY localpart LIMIT ?
                        """,
                        domain,
                        limit));
    }

    @Override
    public long countDisabled(String domain) {
        return database.call(connection ->
                Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT count(*) FROM account WHERE domain = ? AND disabled",
                                domain)
                        .orElseThrow());
    }

    private static Optional<Long> lock(Connection connection, JID address) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getLong(1),
                """
                SELECT archive_id FROM archive JOIN account USING (archive_id)
                WHERE owner = ? FOR UPDATE
                """,
                address.toBareJID());
    }

    /// Folds rows, one per verifier and next to each other, into accounts.
    private static List<Account> accounts(
            Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        List<Account> accounts = new ArrayList<>();
        for (Account one : Sql.list(connection, JdbcAccounts::account, sql, parameters)) {
            if (!accounts.isEmpty() && accounts.getLast().address().equals(one.address())) {
                accounts.add(merged(accounts.removeLast(), one));
            } else {
                accounts.add(one);
            }
        }
        return accounts;
    }

    private static Account merged(Account first, Account second) {
        List<ScramVerifier> verifiers = new ArrayList<>(first.verifiers());
        verifiers.addAll(second.verifiers());
        return new Account(
                first.address(), verifiers, first.disabled(), first.admin(), first.created());
    }

    private static Account account(ResultSet row) throws SQLException {
        String hash = row.getString("hash");
        List<ScramVerifier> verifiers =
                hash == null
                        ? List.of()
                        : List.of(
                                new ScramVerifier(
                                        ScramHash.valueOf(hash),
                                        row.getBytes("salt"),
                                        row.getInt("iterations"),
                                        row.getBytes("stored_key"),
                                        row.getBytes("server_key")));
        return new Account(
                new JID(row.getString("owner"), true),
                verifiers,
                row.getBoolean("disabled"),
                row.getBoolean("admin"),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }
}
