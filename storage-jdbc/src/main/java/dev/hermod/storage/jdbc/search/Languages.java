package dev.hermod.storage.jdbc.search;

import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The languages whose words PostgreSQL can reduce to their stems, by the names of its text search
/// configurations, which are English ones.
///
/// @param known names of configurations
record Languages(Set<String> known) {
    /// Words as they are.
    static final String SIMPLE = "simple";

    /// Both written forms have one configuration.
    private static final Set<String> NORWEGIAN = Set.of("nb", "nn");

    static Languages of(Connection connection) throws SQLException {
        List<String> names =
                Sql.list(
                        connection,
                        row -> row.getString(1),
                        "SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace");
        return new Languages(Set.copyOf(names));
    }

    /// The configuration for text in a language; [#SIMPLE] where PostgreSQL does not know it.
    ///
    /// @param tag such as `de-AT` (RFC 5646), or what a client takes for one
    String configuration(@Nullable String tag) {
        String code = tag == null ? "" : Locale.forLanguageTag(tag).getLanguage();
        if (code.isEmpty()) {
            return SIMPLE;
        }
        String name =
                NORWEGIAN.contains(code)
                        ? "norwegian"
                        : Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
        String configuration = name.toLowerCase(Locale.ROOT);
        return known.contains(configuration) ? configuration : SIMPLE;
    }
}
