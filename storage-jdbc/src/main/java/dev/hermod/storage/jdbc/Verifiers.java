package dev.hermod.storage.jdbc;

import dev.hermod.auth.ScramVerifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// SCRAM verifiers in the table `verifier`.
final class Verifiers {
    private Verifiers() {}

    /// A verifier of an account.
    record Row(long archiveId, ScramVerifier verifier) {}

    static void insert(Connection connection, List<Row> rows) throws SQLException {
        List<ScramVerifier> verifiers = rows.stream().map(Row::verifier).toList();
        Sql.update(
                connection,
                """
                INSERT INTO verifier (archive_id, hash, iterations, salt, stored_key, server_key)
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::integer[], ?::bytea[], ?::bytea[], ?::bytea[])
                """,
                rows.stream().mapToLong(Row::archiveId).toArray(),
                verifiers.stream().map(each -> each.hash().name()).toArray(String[]::new),
                verifiers.stream().mapToInt(ScramVerifier::iterations).toArray(),
                verifiers.stream().map(ScramVerifier::salt).toArray(byte[][]::new),
                verifiers.stream().map(ScramVerifier::storedKey).toArray(byte[][]::new),
                verifiers.stream().map(ScramVerifier::serverKey).toArray(byte[][]::new));
    }
}
