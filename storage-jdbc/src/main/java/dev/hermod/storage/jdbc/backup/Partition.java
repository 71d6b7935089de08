package dev.hermod.storage.jdbc.backup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range partition of a table.
///
/// @param from first value (inclusive), as a literal without quotes
/// @param to end of the range (exclusive)
record Partition(String table, String name, String from, String to) {
    private static final Pattern BOUND =
            Pattern.compile("FOR VALUES FROM \\('([^'()]*)'\\) TO \\('([^'()]*)'\\)");

    /// @param bound as `pg_get_expr` says it
    static Partition of(String table, String name, String bound) {
        Matcher range = BOUND.matcher(bound);
        if (!range.matches()) {
            throw new IllegalStateException(
                    "partition %s of %s is no range of one column: %s"
                            .formatted(name, table, bound));
        }
        return new Partition(table, name, range.group(1), range.group(2));
    }

    /// Makes it in the current schema.
    String ddl() {
        return "CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%s) TO (%s)"
                .formatted(
                        Names.quoted(name),
                        Names.quoted(table),
                        Names.literal(from),
                        Names.literal(to));
    }
}
