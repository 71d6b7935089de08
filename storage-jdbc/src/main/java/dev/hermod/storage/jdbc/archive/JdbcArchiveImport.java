package dev.hermod.storage.jdbc.archive;

import dev.hermod.extensions.archive.ArchiveImport;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Database;
import dev.hermod.storage.jdbc.LockedAccounts;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.follow.Derivation;
import dev.hermod.storage.jdbc.follow.Followed;
import dev.hermod.storage.jdbc.inbox.InboxDerivation;
import dev.hermod.storage.jdbc.log.PastEntries;
import dev.hermod.storage.jdbc.search.SearchDerivation;
import dev.hermod.xml.ElementReader;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlStreamException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.xmpp.packet.JID;

/// Writes the past into the log. What readers behind the log have gone past already is derived
/// here, in the same transaction; the rest they come to by themselves.
public final class JdbcArchiveImport implements ArchiveImport {
    private final Database database;
    private final InstantSource wall;
    private final Consumer<String> forget;
    private final Consumer<JID> awaitInbox;

    /// On this database.
    ///
    /// @param forget makes the committer look again where an archive stands
    /// @param awaitInbox waits a while for the inbox to know an archive
    public JdbcArchiveImport(
            Database database,
            InstantSource wall,
            Consumer<String> forget,
            Consumer<JID> awaitInbox) {
        this.database = database;
        this.wall = wall;
        this.forget = forget;
        this.awaitInbox = awaitInbox;
    }

    @Override
    public void add(JID owner, List<Imported> messages) {
        if (messages.isEmpty()) {
            return;
        }
        database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isPresent()) {
                write(connection, archiveId.getAsLong(), messages);
            }
            return true;
        });
        forget.accept(owner.toString());
    }

    private void write(Connection connection, long archiveId, List<Imported> messages)
            throws SQLException {
        List<PastEntries.Entry> entries = entries(connection, archiveId, messages);
        PastEntries.write(connection, archiveId, entries);
        derive(connection, archiveId, messages, entries, new InboxDerivation());
        derive(connection, archiveId, messages, entries, new SearchDerivation());
    }

    private List<PastEntries.Entry> entries(
            Connection connection, long archiveId, List<Imported> messages) throws SQLException {
        long last =
                Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT id FROM log WHERE archive_id = ? ORDER BY id DESC LIMIT 1",
                                archiveId)
                        .orElse(0L);
        long highest = PastEntries.highest(wall.instant());
        List<PastEntries.Entry> entries = new ArrayList<>();
        for (Imported message : messages) {
            long id = Math.max(last + 1, Math.min(wanted(message), highest));
            entries.add(
                    new PastEntries.Entry(
                            id, last, message.conversation().toString(), message.stanza()));
            last = id;
        }
        return entries;
    }

    private static long wanted(Imported message) {
        Long id = message.id();
        return id != null ? id : MessageIds.first(Math.max(1, message.received().toEpochMilli()));
    }

    /// Those that the reader will not come to. Its position stays where it is until this commits.
    private static void derive(
            Connection connection,
            long archiveId,
            List<Imported> messages,
            List<PastEntries.Entry> entries,
            Derivation derivation)
            throws SQLException {
        long position =
                Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT position FROM follower WHERE name = ? FOR UPDATE",
                                derivation.name())
                        .orElse(0L);
        List<Followed> passed = new ArrayList<>();
        for (int i = 0; i < entries.size() && entries.get(i).id() <= position; i++) {
            PastEntries.Entry entry = entries.get(i);
            passed.add(
                    new Followed(
                            archiveId,
                            entry.id(),
                            entry.conversation(),
                            messages.get(i).own(),
                            parsed(entry)));
        }
        if (!passed.isEmpty()) {
            derivation.take(connection, passed);
        }
    }

    private static FrozenElement parsed(PastEntries.Entry entry) {
        try {
            return ElementReader.parse(entry.stanza());
        } catch (XmlStreamException e) {
            throw new IllegalArgumentException("an imported message cannot be read", e);
        }
    }

    @Override
    public void complete(JID owner) {
        awaitInbox.accept(owner);
        database.transactionally(connection -> {
            OptionalLong archiveId = LockedAccounts.lock(connection, owner);
            if (archiveId.isPresent()) {
                read(connection, archiveId.getAsLong());
            }
            return true;
        });
    }

    private static void read(Connection connection, long archiveId) throws SQLException {
        Sql.list(
                connection,
                row -> row.getString(1),
                "SELECT name FROM follower WHERE name = 'inbox' FOR UPDATE");
        Sql.update(connection, "DELETE FROM unread WHERE archive_id = ?", archiveId);
        Sql.update(
                connection,
                "UPDATE conversation SET read_id = last_id, unread = 0 WHERE archive_id = ?",
                archiveId);
    }
}
