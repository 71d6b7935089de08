package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The tables of the current schema as the database itself tells.
///
/// @param columns those that are stored, not computed, of each table that a backup has; a table
///   comes after those that it refers to
record Catalogue(
        Map<String, List<String>> columns, List<Partition> partitions, List<String> sequences) {
    /// Not backed up: every database has its own.
    static final Set<String> LEFT_OUT = Set.of("flyway_schema_history");

    private static final String TABLES =
            """
            SELECT relname, relkind = 'p' AS parted FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            ORDER BY relname COLLATE "C"
            """;

    private static final String COLUMNS =
            """
            SELECT attname FROM pg_attribute
            WHERE attrelid = (SELECT oid FROM pg_class
                              WHERE relnamespace = current_schema()::regnamespace AND relname = ?)
                AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            ORDER BY attnum
            """;

    private static final String REFERENCES =
            """
            SELECT DISTINCT one.relname, other.relname FROM pg_constraint
            JOIN pg_class one ON one.oid = conrelid JOIN pg_class other ON other.oid = confrelid
            WHERE contype = 'f' AND one.relnamespace = current_schema()::regnamespace AND conrelid <> confrelid
            """;

    private static final String PARTITIONS =
            """
            SELECT parent.relname, child.relname, pg_get_expr(child.relpartbound, child.oid)
            FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
            WHERE parent.relnamespace = current_schema()::regnamespace AND parent.relkind = 'p'
                AND child.relispartition AND NOT inhdetachpending
            ORDER BY child.relname COLLATE "C"
            """;

    private static final String SEQUENCES =
            """
            SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'
            ORDER BY relname COLLATE "C"
            """;

    static Catalogue of(Connection connection) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (String table : ordered(tables(connection), references(connection))) {
            columns.put(table, Sql.list(connection, row -> row.getString(1), COLUMNS, table));
        }
        return new Catalogue(
                columns,
                Sql.list(
                        connection,
                        row -> Partition.of(row.getString(1), row.getString(2), row.getString(3)),
                        PARTITIONS),
                Sql.list(connection, row -> row.getString(1), SEQUENCES));
    }

    List<String> tables() {
        return List.copyOf(columns.keySet());
    }

    /// Without partitions that are not attached, yet or any more: a month has no rows before it is,
    /// and none that count after.
    private static Set<String> tables(Connection connection) throws SQLException {
        Map<String, Boolean> found = new TreeMap<>();
        Sql.list(connection, row -> found.put(row.getString(1), row.getBoolean(2)), TABLES);
        Set<String> tables = new HashSet<>(found.keySet());
        tables.removeAll(LEFT_OUT);
        found.forEach((parent, parted) -> {
            if (parted) {
                Pattern part = Pattern.compile(Pattern.quote(parent) + "_\\d+(_\\d+)*");
                tables.removeIf(name -> part.matcher(name).matches());
            }
        });
        return tables;
    }

    private static Map<String, Set<String>> references(Connection connection) throws SQLException {
        Map<String, Set<String>> references = new TreeMap<>();
        Sql.list(
                connection,
                row ->
                        references
                                .computeIfAbsent(row.getString(1), _ -> new HashSet<>())
                                .add(row.getString(2)),
                REFERENCES);
        return references;
    }

    /// By name, each after all that it refers to.
    private static List<String> ordered(Set<String> tables, Map<String, Set<String>> references) {
        List<String> ordered = new ArrayList<>();
        List<String> waiting = new ArrayList<>(tables.stream().sorted().toList());
        while (!waiting.isEmpty()) {
            String next =
                    waiting.stream()
                            .filter(table ->
                                    references.getOrDefault(table, Set.of()).stream()
                                            .noneMatch(waiting::contains))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "tables refer to each other in a circle: " + waiting));
            ordered.add(next);
            waiting.remove(next);
        }
        return ordered;
    }
}
