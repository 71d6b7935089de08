package dev.hermod.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.xmpp.packet.JID;

/// Holds an account for the rest of a transaction, where what is written must stay within the
/// account's bounds.
public final class LockedAccounts {
    private LockedAccounts() {}

    /// The account's archive; empty where there is no such account.
    public static OptionalLong lock(Connection connection, JID owner) throws SQLException {
        Optional<Long> archiveId =
                Sql.first(
                        connection,
                        row -> row.getLong(1),
                        """
                        SELECT archive_id FROM archive JOIN account USING (archive_id)
                        WHERE owner = ? FOR NO KEY UPDATE OF account
                        """,
                        owner.toString());
        return archiveId.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
