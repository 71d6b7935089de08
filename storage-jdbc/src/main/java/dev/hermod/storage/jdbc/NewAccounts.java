package dev.hermod.storage.jdbc;

import dev.hermod.storage.Account;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xmpp.packet.JID;

/// Accounts on their way into the database, all in one transaction, with one statement per table.
final class NewAccounts {
    private final Map<String, Account> byOwner = new LinkedHashMap<>();
    private final List<JID> taken = new ArrayList<>();

    NewAccounts(Collection<Account> accounts) {
        for (Account account : accounts) {
            JID address = account.address();
            if (address.getNode() == null || address.getResource() != null) {
                throw new IllegalArgumentException(
                        "not the bare address of an account: " + address);
            }
            if (byOwner.putIfAbsent(address.toBareJID(), account) != null) {
                taken.add(address);
            }
        }
    }

    /// Returns the addresses that were taken.
    List<JID> insert(Connection connection) throws SQLException {
        Map<String, Long> archives = archives(connection);
        List<Account> accounts = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        List<Verifiers.Row> verifiers = new ArrayList<>();
        byOwner.forEach((owner, account) -> {
            Long archiveId = archives.get(owner);
            if (archiveId == null) {
                taken.add(account.address());
            } else {
                accounts.add(account);
                ids.add(archiveId);
                account.verifiers()
                        .forEach(each -> verifiers.add(new Verifiers.Row(archiveId, each)));
            }
        });
        long[] archiveIds = ids.stream().mapToLong(Long::longValue).toArray();
        accounts(connection, archiveIds, accounts);
        Verifiers.insert(connection, verifiers);
        return List.copyOf(taken);
    }

    /// Sorted, so that two imports at a time cannot wait for one another.
    private Map<String, Long> archives(Connection connection) throws SQLException {
        String[] owners = byOwner.keySet().stream().sorted().toArray(String[]::new);
        Map<String, Long> archives = new HashMap<>();
        Sql.list(
                connection,
                row -> archives.put(row.getString(1), row.getLong(2)),
                """
                INSERT INTO archive (owner) SELECT unnest(?::text[]) ON CONFLICT DO NOTHING
                RETURNING owner, archive_id
                """,
                (Object) owners);
        return archives;
    }

    private static void accounts(Connection connection, long[] archiveIds, List<Account> accounts)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO account (archive_id, domain, localpart, disabled, admin, created)
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::timestamptz[])
                """,
                archiveIds,
                accounts.stream().map(each -> each.address().getDomain()).toArray(String[]::new),
                accounts.stream().map(each -> each.address().getNode()).toArray(String[]::new),
                accounts.stream().map(Account::disabled).toArray(Boolean[]::new),
                accounts.stream().map(Account::admin).toArray(Boolean[]::new),
                accounts.stream().map(each -> timestamp(each.created())).toArray(String[]::new));
        Sql.update(
                connection,
                """
                WITH new (archive_id) AS (SELECT unnest(?::bigint[])),
                     start (version) AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint),
                     cursors AS (INSERT INTO delivery_cursor (archive_id, acked) SELECT archive_id, 0 FROM new)
                INSERT INTO roster (archive_id, version, oldest) SELECT archive_id, version, version FROM new, start
                """,
                archiveIds);
    }

    private static String timestamp(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }
}
