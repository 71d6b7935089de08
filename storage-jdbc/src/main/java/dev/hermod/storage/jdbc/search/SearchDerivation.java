package dev.hermod.storage.jdbc.search;

import dev.hermod.extensions.search.SearchableText;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.follow.Derivation;
import dev.hermod.storage.jdbc.follow.Followed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keeps the table `search`. Words stand in it as they are and, in a language that PostgreSQL
/// knows, as their stems too, so that both are found.
public final class SearchDerivation implements Derivation {
    static final String ADD =
            """
            INSERT INTO search (archive_id, id, words)
            SELECT archive_id, id, to_tsvector('simple', text)
                || CASE language WHEN 'simple' THEN '' ELSE to_tsvector(language::regconfig, text) END
                || array_to_tsvector(ARRAY['#' || archive_id])
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[]) AS added (archive_id, id, language, text)
            ON CONFLICT DO NOTHING
            """;

    private static final String LANGUAGES =
            """
            INSERT INTO search_language (archive_id, language)
            SELECT DISTINCT archive_id, language FROM unnest(?::bigint[], ?::text[]) AS used (archive_id, language)
            WHERE language <> 'simple' AND NOT EXISTS (SELECT FROM search_language known
                WHERE known.archive_id = used.archive_id AND known.language = used.language)
            """;

    private Optional<Languages> languages = Optional.empty();

    @Override
    public String name() {
        return "search";
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        Sql.update(connection, "TRUNCATE search, search_language");
    }

    @Override
    public void take(Connection connection, List<Followed> entries) throws SQLException {
        Languages known = known(connection);
        List<Indexed> indexed = new ArrayList<>();
        for (Followed entry : entries) {
            SearchableText.of(entry.message())
                    .ifPresent(text -> indexed.add(Indexed.of(entry, text, known)));
        }
        if (!indexed.isEmpty()) {
            SearchMonths.prepare(connection, indexed.stream().map(Indexed::id).toList());
            add(connection, indexed);
        }
    }

    private record Indexed(long archiveId, long id, String language, String words) {
        static Indexed of(Followed entry, SearchableText text, Languages known) {
            return new Indexed(
                    entry.archiveId(),
                    entry.id(),
                    known.configuration(text.language()),
                    text.words());
        }
    }

    private Languages known(Connection connection) throws SQLException {
        if (languages.isEmpty()) {
            languages = Optional.of(Languages.of(connection));
        }
        return languages.orElseThrow();
    }

    private static void add(Connection connection, List<Indexed> indexed) throws SQLException {
        long[] archives = indexed.stream().mapToLong(Indexed::archiveId).toArray();
        String[] languages = texts(indexed, Indexed::language);
        Sql.update(
                connection,
                ADD,
                archives,
                indexed.stream().mapToLong(Indexed::id).toArray(),
                languages,
                texts(indexed, Indexed::words));
        Sql.update(connection, LANGUAGES, archives, languages);
    }

    private static String[] texts(List<Indexed> rows, Function<Indexed, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
