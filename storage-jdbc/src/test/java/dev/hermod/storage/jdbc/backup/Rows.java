package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every row of every table of a database, as text.
final class Rows {
    private Rows() {}

    /// Without the versions of rosters, which a restore gives anew.
    static Map<String, List<String>> of(TestDatabase database) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = database.connect()) {
            connection.setSchema(Access.SCHEMA);
            for (String table : tables(connection)) {
                String row =
                        table.equals("roster")
                                ? "(to_jsonb(one) - 'version' - 'oldest')::text"
                                : "to_jsonb(one)::text";
                rows.put(
                        table,
                        Sql.list(
                                connection,
                                found -> found.getString(1),
                                "SELECT %s FROM %s one ORDER BY 1".formatted(row, table)));
            }
        }
        rows.remove("flyway_schema_history");
        return rows;
    }

    /// As the standard's catalogue names them, partitions left out.
    static List<String> tables(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                row -> row.getString(1),
                """
                SELECT table_name FROM information_schema.tables JOIN pg_class
                ON pg_class.oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass
                WHERE table_schema = 'hermod' AND table_type = 'BASE TABLE' AND NOT relispartition ORDER BY 1
                """);
    }
}
