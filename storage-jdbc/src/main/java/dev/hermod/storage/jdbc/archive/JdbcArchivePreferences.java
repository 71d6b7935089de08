package dev.hermod.storage.jdbc.archive;

import dev.hermod.config.Archive.Keep;
import dev.hermod.extensions.archive.ArchivePreferences;
import dev.hermod.extensions.archive.Preferences;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.LockedAccounts;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.xmpp.packet.JID;

/// Preferences in `archive_preference`, their lists in `archive_choice`.
public final class JdbcArchivePreferences implements ArchivePreferences {
    private final Database database;

    public JdbcArchivePreferences(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Preferences> load(JID owner) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row ->
                                new Preferences(
                                        Keep.valueOf(row.getString("behaviour")),
                                        addresses(row, "always"),
                                        addresses(row, "never")),
                        """
                        SELECT behaviour,
                            ARRAY(SELECT address FROM archive_choice one
                                  WHERE one.archive_id = archive.archive_id AND keep) AS always,
                            ARRAY(SELECT address FROM archive_choice one
                                  WHERE one.archive_id = archive.archive_id AND NOT keep) AS never
                        FROM archive JOIN archive_preference USING (archive_id) WHERE owner = ?
                        """,
                        owner.toString()));
    }

    private static Set<JID> addresses(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(Jids::prepared)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean store(JID owner, Preferences preferences) {
        return database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isEmpty()) {
                return false;
            }
            long id = archiveId.getAsLong();
            Sql.update(
                    connection,
                    """
                    INSERT INTO archive_preference (archive_id, behaviour) VALUES (?, ?)
                    ON CONFLICT (archive_id) DO UPDATE SET behaviour = EXCLUDED.behaviour
                    """,
                    id,
                    preferences.byDefault().name());
            Sql.update(connection, "DELETE FROM archive_choice WHERE archive_id = ?", id);
            insert(connection, id, true, preferences.always());
            insert(connection, id, false, preferences.never());
            return true;
        });
    }

    private static void insert(
            Connection connection, long archiveId, boolean keep, Collection<JID> addresses)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO archive_choice (archive_id, keep, address)
                SELECT ?, ?, address FROM unnest(?::text[]) AS listed (address)
                """,
                archiveId,
                keep,
                addresses.stream().map(JID::toString).toArray(String[]::new));
    }
}
