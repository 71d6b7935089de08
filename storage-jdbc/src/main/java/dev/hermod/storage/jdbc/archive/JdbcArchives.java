package dev.hermod.storage.jdbc.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermod.extensions.archive.ArchivePage;
import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.archive.Archives;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Pages of the table `log`.
public final class JdbcArchives implements Archives {
    private final Database database;

    public JdbcArchives(Database database) {
        this.database = database;
    }

    @Override
    public ArchivePage oldest(JID owner, Selection selection, Bounds bounds) {
        return selection.with() == null
                ? page(ArchiveSql.OLDEST, owner, selection, bounds)
                : page(ArchiveSql.OLDEST_WITH, owner, selection, bounds);
    }

    @Override
    public ArchivePage newest(JID owner, Selection selection, Bounds bounds) {
        ArchivePage found =
                selection.with() == null
                        ? page(ArchiveSql.NEWEST, owner, selection, bounds)
                        : page(ArchiveSql.NEWEST_WITH, owner, selection, bounds);
        return new ArchivePage(found.messages().reversed(), found.more());
    }

    private ArchivePage page(String sql, JID owner, Selection selection, Bounds bounds) {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(owner.toBareJID());
        JID with = selection.with();
        if (with != null) {
            parameters.add(with.toBareJID());
            parameters.add(mark(with));
        }
        parameters.add(selection.after());
        parameters.add(selection.upTo());
        parameters.add(bounds.messages() + 1);
        parameters.add(bounds.bytes());
        List<Found> rows =
                database.call(connection ->
                        Sql.list(
                                connection,
                                row -> new Found(message(row), row.getLong("found")),
                                sql,
                                parameters.toArray()));
        int size = Math.min(rows.size(), bounds.messages());
        boolean more = !rows.isEmpty() && rows.getFirst().among() > size;
        return new ArchivePage(rows.subList(0, size).stream().map(Found::message).toList(), more);
    }

    /// @param among how many were found before the page was cut
    private record Found(ArchivedMessage message, long among) {}

    /// What a stanza with this address has somewhere in it; nothing where it would be written with
    /// escapes.
    private static byte[] mark(JID with) {
        String resource = with.getResource();
        boolean plain = resource != null && resource.chars().noneMatch(JdbcArchives::escaped);
        return (plain ? "/" + resource : "").getBytes(UTF_8);
    }

    private static boolean escaped(int character) {
        return character < ' ' || "&<>'\"".indexOf(character) >= 0;
    }

    private static ArchivedMessage message(ResultSet row) throws SQLException {
        return new ArchivedMessage(row.getLong("id"), row.getBytes("stanza"));
    }

    @Override
    public List<ArchivedMessage> messages(JID owner, Collection<Long> ids) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        JdbcArchives::message,
                        ArchiveSql.MESSAGES,
                        owner.toBareJID(),
                        array(ids)));
    }

    @Override
    public int count(JID owner, Selection selection, int most) {
        JID with = selection.with();
        return database.call(connection ->
                        with == null
                                ? Sql.first(
                                        connection,
                                        row -> row.getInt(1),
                                        ArchiveSql.COUNT_ALL,
                                        owner.toBareJID(),
                                        selection.after(),
                                        selection.upTo(),
                                        most)
                                : Sql.first(
                                        connection,
                                        row -> row.getInt(1),
                                        ArchiveSql.COUNT_WITH,
                                        owner.toBareJID(),
                                        with.toBareJID(),
                                        selection.after(),
                                        selection.upTo(),
                                        most))
                .orElse(0);
    }

    @Override
    public Optional<Ends> ends(JID owner) {
        return database.call(connection ->
                        Sql.first(
                                connection,
                                row -> new Ends(row.getLong("first"), row.getLong("last")),
                                ArchiveSql.ENDS,
                                owner.toBareJID(),
                                owner.toBareJID()))
                .filter(ends -> ends.last() > 0);
    }

    @Override
    public Anchors anchors(JID owner, Collection<Long> ids) {
        return database.call(connection ->
                        Sql.first(
                                connection,
                                row ->
                                        new Anchors(
                                                Set.of((Long[]) row.getArray("present").getArray()),
                                                row.getLong("floor"),
                                                row.getLong("high")),
                                ArchiveSql.ANCHORS,
                                array(ids),
                                owner.toBareJID()))
                .orElse(new Anchors(Set.of(), Long.MAX_VALUE, 0));
    }

    @Override
    public List<Long> hidden(JID owner, long after, long upTo, int limit) {
        return database.call(connection ->
                Sql.list(
                        connection,
                        row -> row.getLong(1),
                        ArchiveSql.HIDDEN,
                        owner.toBareJID(),
                        after,
                        upTo,
                        limit));
    }

    private static long[] array(Collection<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }
}
