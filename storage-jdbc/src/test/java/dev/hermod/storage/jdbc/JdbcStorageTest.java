package dev.hermod.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.config.Archive.Keep;
import dev.hermod.extensions.archive.ArchivePreferences;
import dev.hermod.extensions.archive.Preferences;
import dev.hermod.extensions.blocking.BlockLists;
import dev.hermod.extensions.directory.Directory;
import dev.hermod.extensions.directory.DirectoryField;
import dev.hermod.extensions.lastactivity.LastActivities;
import dev.hermod.extensions.muc.Affiliate;
import dev.hermod.extensions.muc.Affiliation;
import dev.hermod.extensions.muc.RoomStorage;
import dev.hermod.extensions.privatexml.PrivateXml;
import dev.hermod.extensions.vcard.Vcards;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.ArchiveRetention;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Report;
import dev.hermod.storage.Reports;
import dev.hermod.storage.Retention;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.Subscription;
import dev.hermod.storage.Told;
import dev.hermod.storage.Told.Result.Failed;
import dev.hermod.storage.jdbc.log.LogOptions;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcStorageTest {
    /// Tables that hold nothing of any owner.
    private static final Set<String> OWNERLESS =
            Set.of("flyway_schema_history", "log_clock", "follower", "service_message");

    private final TestStorage database;
    private final JdbcStorage storage;

    JdbcStorageTest(TestDatabase test) {
        this.database = TestStorage.on(test);
        this.storage =
                JdbcStorage.open(
                        database.access(),
                        new JdbcStorage.Options(4, Duration.ofSeconds(10), LogOptions.standard()),
                        Clock.systemUTC(),
                        "a test",
                        () -> {});
    }

    @AfterAll
    void close() {
        storage.close();
        database.close();
    }

    private JID account() {
        JID address = new JID(UUID.randomUUID().toString(), "example.org", null);
        storage.accounts().create(address, List.of(), false);
        return address;
    }

    private Told append(LogMessage message) {
        Told told = new Told();
        assertThat(storage.messageLog().append(message, told)).isTrue();
        return told;
    }

    @Test
    void removedAccountLeavesNoRowInAnyTable() {
        JID romeo = account();
        JID juliet = account();
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            told.add(append(Messages.between(juliet, romeo, "x")));
            told.add(append(Messages.from("m" + i, Messages.between(romeo, juliet, "x"))));
        }
        told.forEach(Told::committed);
        RosterItem item =
                new RosterItem(juliet, null, Set.of(), Subscription.BOTH, true, false, false, null);
        storage.rosters().update(romeo, juliet, 10, _ -> item);
        storage.deliveryCursors()
                .move(romeo, storage.messageLog().lastId(romeo), List.of(1L, 2L), List.of());
        storage.port(BlockLists.class).add(romeo, Set.of(juliet), 10);
        storage.port(PrivateXml.class)
                .store(
                        romeo,
                        List.of(new PrivateXml.Entry("urn:x", "x", "<x/>")),
                        new PrivateXml.Bounds(10, 100));
        storage.port(Reports.class)
                .add(
                        new Report(
                                0, Instant.now(), romeo, juliet, "x", null, List.of(), true, true),
                        10);
        storage.port(Directory.class)
                .list(new Directory.Entry(romeo, Map.of(DirectoryField.USER, "romeo")));
        storage.port(Vcards.class).store(romeo, "<vCard/>", null);
        storage.port(LastActivities.class)
                .store(List.of(new LastActivities.Seen(romeo, Instant.now(), null)));
        storage.port(ArchivePreferences.class)
                .store(romeo, new Preferences(Keep.ROSTER, Set.of(juliet), Set.of(romeo)));
        storage.port(ArchiveRetention.class).choose(romeo, OptionalInt.of(90));
        room(affiliate(romeo, Affiliation.OWNER), affiliate(juliet, Affiliation.ADMIN));
        room(affiliate(romeo, Affiliation.MEMBER));
        room(affiliate(romeo, Affiliation.NONE));
        JID forbidden = room(affiliate(romeo, Affiliation.OUTCAST));
        long archiveId = database.archiveId(romeo);
        assertThat(database.rowsOf(archiveId)).isGreaterThan(18_000);
        assertThat(standingsOf(romeo)).hasSize(4);

        assertThat(storage.accounts().remove(romeo)).isTrue();

        assertThat(database.rowsOf(archiveId)).isZero();
        assertThat(standingsOf(romeo)).containsExactly(forbidden + " outcast");
        assertThat(standingsOf(juliet)).hasSize(1);
        assertThat(storage.messageLog().lastId(juliet)).isPositive();
    }

    private static Affiliate affiliate(JID jid, Affiliation affiliation) {
        return new Affiliate(jid, affiliation, "nick", null);
    }

    private JID room(Affiliate... affiliates) {
        JID address = new JID(UUID.randomUUID().toString(), "conference.example.org", null);
        RoomStorage.Listing listing = new RoomStorage.Listing("", true, true, false);
        storage.port(RoomStorage.class)
                .create(new RoomStorage.Stored(address, listing, "", null, List.of(affiliates)));
        return address;
    }

    private List<String> standingsOf(JID account) {
        return database.database()
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> row.getString(1) + " " + row.getString(2),
                                "SELECT owner, affiliation FROM room_affiliate JOIN archive USING (archive_id) WHERE jid = ?",
                                account.toString()));
    }

    @Test
    void everyTableNamesTheOwnerOfItsRows() {
        List<String> tables =
                database.database()
                        .call(connection ->
                                Sql.list(
                                        connection,
                                        row -> row.getString(1),
                                        """
                                        SELECT table_name FROM information_schema.tables one
                                        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND NOT EXISTS
                                            (SELECT FROM information_schema.columns WHERE table_schema = current_schema()
                                             AND table_name = one.table_name AND column_name = 'archive_id')
                                        """));

        assertThat(tables).containsExactlyInAnyOrderElementsOf(OWNERLESS);
    }

    @Test
    void messageToARemovedAccountFailsThoughTheLogKnewItsArchive() {
        JID romeo = account();
        append(Messages.to(romeo, "before", Retention.ARCHIVE)).committed();

        storage.accounts().remove(romeo);

        assertThat(append(Messages.to(romeo, "after", Retention.ARCHIVE)).result())
                .isEqualTo(new Failed(Failure.NO_SUCH_OWNER));
    }

    @Test
    void accountMadeAnewHasAnEmptyArchive() {
        JID romeo = account();
        append(Messages.to(romeo, "old", Retention.ARCHIVE)).committed();
        storage.accounts().remove(romeo);
        storage.accounts().create(romeo, List.of(), false);

        assertThat(storage.messageLog().lastId(romeo)).isZero();
        assertThat(append(Messages.to(romeo, "new", Retention.ARCHIVE)).committed().previous())
                .containsExactly(0L);
    }

    @Test
    void accountRemovedWhileMessagesArriveLeavesNothing() {
        JID romeo = account();
        long archiveId = database.archiveId(romeo);
        List<Told> told = new CopyOnWriteArrayList<>();
        LogRow row = Messages.to(romeo, "x", Retention.ARCHIVE).rows().getFirst();
        LogMessage message = new LogMessage(Messages.stanza("x"), List.of(row), null);
        Thread sender =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 5_000; i++) {
                                told.add(append(message));
                            }
                        });
        awaitSome(told);

        storage.accounts().remove(romeo);
        join(sender);

        told.forEach(Told::result);
        assertThat(database.rowsOf(archiveId)).isZero();
    }

    @Test
    void erasureThatWasCutShortIsFinished() {
        JID romeo = account();
        append(Messages.to(romeo, "x", Retention.ARCHIVE)).committed();
        long archiveId = database.archiveId(romeo);
        Erasures erasures = new Erasures(database.database(), _ -> {});
        database.database()
                .transactionally(connection -> {
                    erasures.begin(connection, archiveId, romeo.toString());
                    return true;
                });
        assertThat(database.rowsOf(archiveId)).isPositive();

        erasures.finishAll();

        assertThat(database.rowsOf(archiveId)).isZero();
    }

    @Test
    void portsAreFoundByTheirType() {
        assertThat(storage.port(Accounts.class)).isSameAs(storage.accounts());
        assertThatThrownBy(() -> storage.port(Runnable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Runnable");
    }

    @Test
    void storageThatAnswersIsHealthy() {
        assertThat(storage.healthy()).isTrue();
        assertThat(storage.description()).isEqualTo("a test");
    }

    @Test
    void databaseThatIsAwayIsUnavailable() {
        Access nowhere = new Access("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "");
        try (Database away = new Database(nowhere, 2, Duration.ofMillis(500))) {
            assertThatThrownBy(() -> away.call(connection -> connection.isValid(1)))
                    .isInstanceOf(StorageUnavailableException.class);
        }
    }

    private static void awaitSome(List<Told> told) {
        Awaitility.await().until(() -> told.size() > 500);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
