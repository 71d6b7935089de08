package dev.hermod.storage.jdbc.search;

import dev.hermod.extensions.archive.MessageSearch;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.extensions.search.Words;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Finds messages by their words. The query is read once as it stands and once for each language
/// that the archive has messages of, and what fits any of these is found.
public final class JdbcMessageSearch implements MessageSearch {
    private static final String READ = "websearch_to_tsquery(?::regconfig, ?)";

    private final Database database;
    private final Consumer<JID> follow;

    /// @param follow returns when what the account's archive has is in the index, or after a while
    public JdbcMessageSearch(Database database, Consumer<JID> follow) {
        this.database = database;
        this.follow = follow;
    }

    @Override
    public List<Long> find(JID owner, Sought sought, boolean newest, int limit) {
        String words = Words.sought(sought.words());
        if (words.isEmpty()) {
            return List.of();
        }
        follow.accept(owner);
        List<Long> found =
                database.call(connection -> {
                    Optional<Long> archive = archive(connection, owner);
                    return archive.isEmpty()
                            ? List.of()
                            : find(connection, archive.get(), sought, words, newest, limit);
                });
        return newest ? found.reversed() : found;
    }

    private static List<Long> find(
            Connection connection,
            long archiveId,
            Sought sought,
            String words,
            boolean newest,
            int limit)
            throws SQLException {
        List<String> languages = languages(connection, archiveId);
        Selection selection = sought.selection();
        JID with = selection.with();
        String conversation = with == null ? null : with.toBareJID();
        long @Nullable [] ids = array(sought.ids());
        List<@Nullable Object> parameters = new ArrayList<>();
        Collections.addAll(
                parameters, archiveId, selection.after(), selection.upTo(), "'#" + archiveId + "'");
        languages.forEach(language -> Collections.addAll(parameters, language, words));
        Collections.addAll(parameters, conversation, conversation, ids, ids, limit);
        return Sql.list(
                connection,
                row -> row.getLong(1),
                sql(languages.size(), newest),
                parameters.toArray());
    }

    private static long @Nullable [] array(@Nullable Collection<Long> ids) {
        return ids == null ? null : ids.stream().mapToLong(Long::longValue).toArray();
    }

    /// Found by the index of words, in the months that are meant, before they are put in order: an
    /// archive may be read by its key only where that is cheaper. What the log does not have any
    /// more is not there, whatever the index says.
    static String sql(int languages, boolean newestFirst) {
        String any = String.join(" || ", Collections.nCopies(languages, READ));
        return """
            WITH found AS MATERIALIZED (
                SELECT archive_id, id FROM search
                WHERE archive_id = ? AND id > ? AND id <= ? AND words @@ (?::tsquery && (%1$s)))
            SELECT id FROM found JOIN log USING (archive_id, id)
            WHERE NOT until_delivered AND (?::text IS NULL OR conversation = ?)
                AND (?::bigint[] IS NULL OR id = ANY (?))
            ORDER BY id %2$s LIMIT ?
            """
                .formatted(any, newestFirst ? "DESC" : "ASC");
    }

    private static Optional<Long> archive(Connection connection, JID owner) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getLong(1),
                "SELECT archive_id FROM archive WHERE owner = ?",
                owner.toString());
    }

    private static List<String> languages(Connection connection, long archiveId)
            throws SQLException {
        List<String> languages = new ArrayList<>();
        languages.add(Languages.SIMPLE);
        languages.addAll(
                Sql.list(
                        connection,
                        row -> row.getString(1),
                        "SELECT language FROM search_language WHERE archive_id = ? ORDER BY language",
                        archiveId));
        return languages;
    }
}
