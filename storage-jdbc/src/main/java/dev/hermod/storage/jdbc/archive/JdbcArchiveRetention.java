package dev.hermod.storage.jdbc.archive;

import dev.hermod.stanza.Jids;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.log.PastMonths;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Retention chosen in `archive`; trimming goes along the key of `log` from where it last was.
public final class JdbcArchiveRetention implements ArchiveRetention {
    private final Database database;
    private final PastMonths months;

    public JdbcArchiveRetention(Database database) {
        this.database = database;
        this.months = new PastMonths(database);
    }

    @Override
    public OptionalInt chosen(JID owner) {
        return database.call(connection ->
                        Sql.first(
                                connection,
                                JdbcArchiveRetention::retention,
                                "SELECT retention FROM archive WHERE owner = ?",
                                owner.toBareJID()))
                .orElseGet(OptionalInt::empty);
    }

    @Override
    public boolean choose(JID owner, OptionalInt days) {
        @Nullable Integer value = days.isPresent() ? days.getAsInt() : null;
        return database.call(connection ->
                Sql.update(
                        connection,
                        "UPDATE archive SET retention = ?::integer WHERE owner = ?",
                        value,
                        owner.toBareJID()))
                > 0;
    }

    /// Accounts and rooms; what waits to be done is nobody's and stays until it is.
    @Override
    public List<KeptArchive> archives(long after, int limit) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        row ->
                                new KeptArchive(
                                        row.getLong("archive_id"),
                                        Jids.prepared(row.getString("owner")),
                                        retention(row)),
                        """
                        SELECT archive_id, owner, retention FROM archive
                        WHERE archive_id > ? AND position('@' IN owner) > 0 ORDER BY archive_id LIMIT ?
                        """,
                        after,
                        limit));
    }

    @Override
    public boolean trim(long key, Horizons horizons, int batch) {
        return database.transactionally(connection -> {
            Optional<Trimming> found = Trimming.lock(connection, key);
            return found.isPresent() && found.get().run(connection, horizons, batch);
        });
    }

    @Override
    public int dropMonths(long past) {
        return months.drop(past);
    }

    private static OptionalInt retention(ResultSet row) throws SQLException {
        int days = row.getInt("retention");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(days);
    }
}
