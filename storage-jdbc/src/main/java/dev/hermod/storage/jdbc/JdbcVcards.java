package dev.hermod.storage.jdbc;

import dev.hermod.extensions.vcard.Vcards;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// vCards in the table `vcard`.
final class JdbcVcards implements Vcards {
    private final Database database;

    JdbcVcards(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> find(JID owner) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row -> row.getString(1),
                        "SELECT xml FROM archive JOIN vcard USING (archive_id) WHERE owner = ?",
                        owner.toString()));
    }

    @Override
    public Optional<String> photo(JID owner) {
        return database.call(connection ->
                Sql.first(
                        connection,
                        row -> row.getString(1),
                        """
                        SELECT photo FROM archive JOIN vcard USING (archive_id)
                        WHERE owner = ? AND photo IS NOT NULL
                        """,
                        owner.toString()));
    }

    @Override
    public boolean store(JID owner, @Nullable String xml, @Nullable String photo) {
        return database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isEmpty()) {
                return false;
            }
            if (xml == null) {
                Sql.update(
                        connection,
                        "DELETE FROM vcard WHERE archive_id = ?",
                        archiveId.getAsLong());
            } else {
                Sql.update(
                        connection,
                        """
                        INSERT INTO vcard (archive_id, xml, photo) VALUES (?, ?, ?)
                        ON CONFLICT (archive_id) DO UPDATE SET xml = EXCLUDED.xml, photo = EXCLUDED.photo
                        """,
                        archiveId.getAsLong(),
                        xml,
                        photo);
            }
            return true;
        });
    }
}
