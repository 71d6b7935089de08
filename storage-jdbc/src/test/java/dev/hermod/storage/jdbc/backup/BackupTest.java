package dev.hermod.storage.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.storage.BackupSummary;
import dev.hermod.storage.Backups;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Restored;
import dev.hermod.storage.Storage;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Schema;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.log.LogOptions;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
class BackupTest {
    @TempDir Path directory;

    private final Databases databases;
    private Backed server;
    private Path file = Path.of("");

    BackupTest(TestDatabase beside) {
        this.databases = new Databases(beside);
        this.server = new Backed(Path.of(""), beside);
    }

    @BeforeEach
    void fresh() throws SQLException {
        server = another();
        file = directory.resolve("backup");
    }

    @AfterEach
    void drop() throws SQLException {
        databases.close();
    }

    private Backed another() throws SQLException {
        return new Backed(directory, databases.fresh());
    }

    @Test
    void everyRowComesBack() throws Exception {
        server.filled(300).close();
        BackupSummary summary;
        try (Storage storage = server.open()) {
            summary = Backed.save(storage, file);
        }
        Backed target = another();

        Restored restored = target.restore(file);

        assertThat(Rows.of(target.database())).isEqualTo(Rows.of(server.database()));
        assertThat(restored.backup()).isEqualTo(summary);
        assertThat(summary.server()).isEqualTo("1.2.3");
        assertThat(summary.accounts()).isEqualTo(2);
        assertThat(summary.entries()).isEqualTo(601);
        assertThat(Rows.of(target.database()))
                .hasEntrySatisfying("room", rows -> assertThat(rows).hasSize(1))
                .hasEntrySatisfying("room_affiliate", rows -> assertThat(rows).hasSize(2));
        assertThat(restored.files()).containsOnlyKeys("certs/self-signed.key");
        assertThat(restored.files().get("certs/self-signed.key")).containsExactly(1, 2, 3);
    }

    @Test
    void everyTableIsInItOrOnTheListOfThoseLeftOut() throws Exception {
        try (Storage storage = server.open()) {
            Backed.save(storage, file);
        }
        Set<String> tables = new HashSet<>(Catalogue.LEFT_OUT);
        tables.addAll(
                BackupFile.open(file, new Backed.Answer(false)).manifest().tables().stream()
                        .map(Manifest.Table::name)
                        .collect(Collectors.toSet()));
        try (Connection connection = server.database().connect()) {
            assertThat(Rows.tables(connection)).containsExactlyInAnyOrderElementsOf(tables);
        }
    }

    @Test
    void monthThatIsNotAttachedYetIsNoTableOfItsOwn() throws Exception {
        try (Storage storage = server.filled(1);
                Connection connection = server.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE hermod.log_2101_01 (LIKE hermod.log INCLUDING ALL)");
            Backed.save(storage, file);
        }
        Backed target = another();
        target.restore(file);
        try (Storage restored = target.open()) {
            assertThat(restored.messageLog().lastId(Samples.JULIET)).isPositive();
        }
    }

    @Test
    void restoredServerGoesOnWhereTheBackupWasMade() throws Exception {
        long last;
        try (Storage storage = server.filled(20)) {
            last = storage.messageLog().lastId(Samples.JULIET);
            Backed.save(storage, file);
        }
        Backed target = another();
        target.restore(file);
        try (Storage restored = target.open()) {
            assertThat(restored.accounts().find(Samples.ROMEO).orElseThrow().verifiers())
                    .hasSize(1);
            Told told = new Told();
            restored.messageLog()
                    .append(Messages.between(Samples.ROMEO, Samples.JULIET, "next"), told);
            assertThat(told.committed().previous().getLast()).isEqualTo(last);
            assertThat(told.committed().ids().getLast()).isGreaterThan(last);
            JID fresh = new JID("mercutio@example.org");
            assertThat(restored.accounts().create(fresh, List.of(), false)).isTrue();
            assertThat(restored.messageLog().lastId(fresh)).isZero();
        }
    }

    @Test
    void idsStayAboveTheRestoredOnesThoughTheClockIsBehind() throws Exception {
        try (Storage storage = server.filled(5)) {
            Backed.save(storage, file);
        }
        Backed target = another();
        target.restore(file);
        try (TestStorage storage = TestStorage.on(target.database());
                JdbcMessageLog log =
                        storage.log(
                                () -> Instant.parse("2001-01-01T00:00:00Z"),
                                LogOptions.standard())) {
            long last = log.lastId(Samples.JULIET);
            Told told = new Told();
            log.append(Messages.between(Samples.ROMEO, Samples.JULIET, "late"), told);
            assertThat(told.committed().ids()).allMatch(id -> id > last);
        }
    }

    @Test
    void messagesOfAllMonthsComeBack() throws Exception {
        TestDatabase database = server.database();
        try (TestStorage storage = TestStorage.on(database)) {
            JID owner = storage.newAccount();
            for (String when :
                    List.of(
                            "2019-12-31T23:59:59Z",
                            "2020-01-01T00:00:00Z",
                            "2031-06-01T00:00:00Z")) {
                try (JdbcMessageLog log =
                        storage.log(() -> Instant.parse(when), LogOptions.standard())) {
                    Told told = new Told();
                    log.append(Messages.between(owner, owner, when), told);
                    told.committed();
                }
            }
            save(database);
            Backed target = another();
            target.restore(file);
            assertThat(Rows.of(target.database())).isEqualTo(Rows.of(database));
            try (Storage restored = target.open()) {
                List<LogEntry> entries =
                        restored.messageLog().deliverable(owner, 0, Long.MAX_VALUE, 10);
                assertThat(entries).hasSize(3);
                assertThat(MessageIds.epochMillis(entries.getFirst().id()))
                        .isEqualTo(Instant.parse("2019-12-31T23:59:59Z").toEpochMilli());
            }
        }
    }

    private void save(TestDatabase database) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            new JdbcBackups(Databases.access(database), Instant::now)
                    .write("1.2.3", Backed.FILES, out);
        }
    }

    @Test
    void tablesOfTheFirstVersionAreBroughtUpToDate() throws Exception {
        TestDatabase old = databases.fresh();
        try (Connection connection = old.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA hermod");
            new Schema(Databases.access(old), Duration.ZERO).migrate("hermod", "1");
            statement.execute("INSERT INTO hermod.archive (owner) VALUES ('romeo@example.org')");
            statement.execute(
                    "INSERT INTO hermod.account SELECT archive_id, 'example.org', 'romeo', false, false, now() FROM hermod.archive");
        }
        save(old);

        server.restore(file);

        try (Storage storage = server.open()) {
            assertThat(storage.accounts().exists(Samples.ROMEO)).isTrue();
        }
    }

    @Test
    void rosterVersionsThatClientsRememberAreNotGivenAgain() throws Exception {
        long remembered;
        try (Storage storage = server.filled(1)) {
            Backed.save(storage, file);
            remembered = storage.rosters().load(Samples.ROMEO).version() + 3;
        }
        Backed target = another();
        target.restore(file);
        try (Storage restored = target.open()) {
            assertThat(restored.rosters().load(Samples.ROMEO).version()).isGreaterThan(remembered);
            assertThat(restored.rosters().changesSince(Samples.ROMEO, remembered)).isEmpty();
        }
    }

    @Test
    void backupUnderTrafficHasWhatWasCommittedBeforeAndNoHalfMessages() throws Exception {
        Set<Long> before = new HashSet<>();
        Set<Long> after = new HashSet<>();
        try (Storage storage = server.filled(10);
                Sending sending = new Sending(storage.messageLog())) {
            Awaitility.await().until(() -> sending.committed() > 2_000);
            before.addAll(sending.ids());
            Backed.save(storage, file);
            after.addAll(sending.ids());
        }
        Backed target = another();
        target.restore(file);
        try (Storage restored = target.open()) {
            assertThat(ids(restored, Samples.JULIET)).containsAll(before);
            assertThat(after).isNotEmpty();
            assertThat(after).containsAll(before);
            assertBothOrNone(target.database());
        }
    }

    private static Set<Long> ids(Storage storage, JID owner) {
        Set<Long> ids = new HashSet<>();
        long previous = 0;
        // The chain is whole: each entry names the one before it.
        for (LogEntry entry : all(storage, owner)) {
            assertThat(entry.previous()).isEqualTo(previous);
            previous = entry.id();
            ids.add(previous);
        }
        return ids;
    }

    private static List<LogEntry> all(Storage storage, JID owner) {
        List<Long> wanted = new ArrayList<>();
        for (LogEntry each :
                storage.messageLog().deliverable(owner, 0, Long.MAX_VALUE, Integer.MAX_VALUE)) {
            wanted.add(each.id());
        }
        return storage.messageLog().entries(owner, wanted);
    }

    private static void assertBothOrNone(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            List<String> halves =
                    dev.hermod.storage.jdbc.Sql.list(
                            connection,
                            row -> row.getString(1),
                            """
                            SELECT convert_from(stanza, 'UTF8') FROM hermod.log
                            GROUP BY stanza HAVING count(*) <> 2 AND min(until_delivered::int) = 0
                            """);
            assertThat(halves).isEmpty();
        }
    }

    @Test
    void targetThatFailsEndsTheBackupAndTheNextOneWorks() throws Exception {
        try (Storage storage = server.filled(50)) {
            Backed.save(storage, file);
            int size = (int) Files.size(file);
            for (int room : new int[] {0, 50, size / 2, size - 1}) {
                assertThatThrownBy(() ->
                                storage.port(Backups.class)
                                        .write("1.2.3", Backed.FILES, new FullDisk(room)))
                        .isInstanceOf(IOException.class)
                        .hasMessage("No space left on device");
            }
            assertThat(Backed.save(storage, file).accounts()).isEqualTo(2);
        }
    }

    /// Takes so many bytes.
    private static final class FullDisk extends OutputStream {
        private int room;

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public void write(int value) throws IOException {
            if (room-- <= 0) {
                throw new IOException("No space left on device");
            }
        }
    }
}
