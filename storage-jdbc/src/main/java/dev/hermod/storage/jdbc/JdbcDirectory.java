package dev.hermod.storage.jdbc;

import dev.hermod.extensions.directory.Directory;
import dev.hermod.extensions.directory.DirectoryField;
import dev.hermod.stanza.Jids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.xmpp.packet.JID;

/// The directory in the table `directory`.
final class JdbcDirectory implements Directory {
    private static final String ONE =
            "SELECT archive_id FROM directory WHERE field = ? AND key LIKE ?";

    private final Database database;

    JdbcDirectory(Database database) {
        this.database = database;
    }

    @Override
    public boolean listed(JID owner) {
        return database.call(connection ->
                Sql.first(
                                connection,
                                row -> row.getInt(1),
                                "SELECT 1 FROM archive JOIN directory USING (archive_id) WHERE owner = ? LIMIT 1",
                                owner.toString())
                        .isPresent());
    }

    @Override
    public void list(Entry entry) {
        List<DirectoryField> fields = List.copyOf(entry.fields().keySet());
        List<String> shown = fields.stream().map(entry.fields()::get).toList();
        database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, entry.owner());
            if (archiveId.isEmpty()) {
                return false;
            }
            long id = archiveId.getAsLong();
            Sql.update(connection, "DELETE FROM directory WHERE archive_id = ?", id);
            Sql.update(
                    connection,
                    """
                    INSERT INTO directory (archive_id, field, key, shown)
                    SELECT ?, field, key, shown FROM unnest(?::text[], ?::text[], ?::text[]) AS added (field, key, shown)
                    """,
                    id,
                    fields.stream().map(DirectoryField::word).toArray(String[]::new),
                    shown.stream().map(DirectoryField::key).toArray(String[]::new),
                    shown.toArray(String[]::new));
            return true;
        });
    }

    @Override
    public void remove(JID owner) {
        database.call(connection ->
                Sql.update(
                        connection,
                        "DELETE FROM directory USING archive WHERE directory.archive_id = archive.archive_id AND owner = ?",
                        owner.toString()));
    }

    @Override
    public List<Entry> search(String domain, Map<DirectoryField, String> keys, int limit) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(domain);
        keys.forEach((field, key) -> {
            parameters.add(field.word());
            parameters.add(key.replaceAll("[%_\\\\]", "\\\\$0") + "%");
        });
        parameters.add(limit);
        String sql = sql(keys.size());
        return folded(
                database.call(connection ->
                        Sql.list(
                                connection,
                                row ->
                                        new Row(
                                                row.getString("owner"),
                                                row.getString("field"),
                                                row.getString("shown")),
                                sql,
                                parameters.toArray())));
    }

    private static String sql(int keys) {
        return """
        SELECT owner, field, shown FROM directory JOIN archive USING (archive_id)
        WHERE archive_id IN
            (SELECT archive_id FROM account WHERE domain = ? AND archive_id IN (%s)
             ORDER BY localpart LIMIT ?)
        ORDER BY owner
        """
                .formatted(String.join(" INTERSECT ", Collections.nCopies(keys, ONE)));
    }

    private record Row(String owner, String field, String shown) {}

    private static List<Entry> folded(List<Row> rows) {
        Map<String, Map<DirectoryField, String>> entries = new LinkedHashMap<>();
        for (Row row : rows) {
            DirectoryField.of(row.field())
                    .ifPresent(field ->
                            entries.computeIfAbsent(
                                            row.owner(), _ -> new EnumMap<>(DirectoryField.class))
                                    .put(field, row.shown()));
        }
        return entries.entrySet().stream()
                .map(each -> new Entry(Jids.prepared(each.getKey()), each.getValue()))
                .toList();
    }
}
