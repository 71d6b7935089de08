package dev.hermod.storage.jdbc.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchivedMessage;
import dev.hermod.extensions.archive.Archives;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.storage.ArchiveRetention.Horizons;
import dev.hermod.storage.ArchiveRetention.KeptArchive;
import dev.hermod.storage.DeliveryCursors;
import dev.hermod.storage.LogEntry;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.log.LogOptions;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class JdbcArchiveRetentionTest {
    private static final int BATCH = 3;

    private final TestStorage storage;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2030-01-15T12:00:00Z"));
    private final JdbcMessageLog log;
    private final JdbcArchiveRetention retention;
    private final JdbcArchives archives;
    private final DeliveryCursors cursors;

    JdbcArchiveRetentionTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log(now::get, LogOptions.standard());
        this.retention = new JdbcArchiveRetention(storage.database());
        this.archives = new JdbcArchives(storage.database());
        this.cursors = storage.cursors();
    }

    /// Ids only grow, so each test has a time of its own, in the middle of a month.
    @BeforeEach
    void muchLater() {
        now.updateAndGet(
                then -> then.atZone(ZoneOffset.UTC).plusDays(400).withDayOfMonth(15).toInstant());
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    private long log(JID owner, Retention kept) {
        Told told = new Told();
        assertThat(log.append(Messages.to(owner, "x", kept), told)).isTrue();
        return told.committed().ids().getFirst();
    }

    private long logSent(JID owner) {
        JID other = new JID("other@elsewhere.example");
        LogRow row = new LogRow(owner, other, other, false, Retention.ARCHIVE);
        Told told = new Told();
        assertThat(log.append(new LogMessage(Messages.stanza("x"), List.of(row), null), told))
                .isTrue();
        return told.committed().ids().getFirst();
    }

    private void later(int days) {
        now.updateAndGet(then -> then.plus(Duration.ofDays(days)));
    }

    private long daysAgo(int days) {
        return MessageIds.first(
                now.get()
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .minusDays(days)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli());
    }

    private void trim(JID owner, long archived) {
        long key = key(owner);
        Horizons horizons = new Horizons(archived, daysAgo(365));
        int rounds = 0;
        while (retention.trim(key, horizons, BATCH)) {
            assertThat(++rounds).isLessThan(100);
        }
    }

    private long key(JID owner) {
        return storage.database()
                .call(connection ->
                        Sql.first(
                                connection,
                                row -> row.getLong(1),
                                "SELECT archive_id FROM archive WHERE owner = ?",
                                owner.toString()))
                .orElseThrow();
    }

    private void acknowledge(JID owner, long upTo, List<Long> exceptions) {
        Set<Long> gone = new HashSet<>(cursors.position(owner).exceptions());
        cursors.move(owner, upTo, exceptions, gone);
    }

    private List<Long> archived(JID owner) {
        return archives
                .oldest(owner, Selection.ALL, new Archives.Bounds(100, 1_000_000))
                .messages()
                .stream()
                .map(ArchivedMessage::id)
                .toList();
    }

    private List<Long> deliverable(JID owner) {
        return log.deliverable(owner, 0, Long.MAX_VALUE, 100).stream().map(LogEntry::id).toList();
    }

    @Test
    void whatWasChosenIsRememberedAndCanBeTakenBack() {
        JID owner = storage.newAccount();
        assertThat(retention.chosen(owner)).isEmpty();

        assertThat(retention.choose(owner, OptionalInt.of(90))).isTrue();
        assertThat(retention.chosen(owner)).hasValue(90);
        assertThat(retention.archives(key(owner) - 1, 1))
                .containsExactly(new KeptArchive(key(owner), owner, OptionalInt.of(90)));

        assertThat(retention.choose(owner, OptionalInt.empty())).isTrue();
        assertThat(retention.chosen(owner)).isEmpty();
        assertThat(retention.choose(new JID("nobody@example.org"), OptionalInt.of(1))).isFalse();
    }

    @Test
    void messageStaysNinetyDaysAndIsGoneOnTheNext() {
        JID owner = storage.newAccount();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(logSent(owner));
        }
        later(90);
        long young = logSent(owner);
        trim(owner, daysAgo(90));
        assertThat(archived(owner)).hasSize(11).startsWith(ids.getFirst());

        later(1);
        trim(owner, daysAgo(90));

        assertThat(archived(owner)).containsExactly(young);
        Archives.Anchors anchors =
                archives.anchors(owner, List.of(ids.getFirst(), ids.getLast(), young));
        assertThat(anchors.valid(ids.getFirst())).isFalse();
        assertThat(anchors.valid(ids.getLast())).isTrue();
        assertThat(anchors.valid(young)).isTrue();
    }

    @Test
    void undeliveredMessageLeavesTheArchiveAndWaitsOn() {
        JID owner = storage.newAccount();
        long read = log(owner, Retention.ARCHIVE);
        long missed = log(owner, Retention.ARCHIVE);
        long last = log(owner, Retention.ARCHIVE);
        long unread = log(owner, Retention.ARCHIVE);
        acknowledge(owner, last, List.of(missed));

        later(200);
        trim(owner, daysAgo(90));

        assertThat(archived(owner)).isEmpty();
        assertThat(deliverable(owner)).containsExactly(missed, unread);
        acknowledge(owner, unread, List.of());
        assertThat(deliverable(owner)).isEmpty();
        assertThat(read).isLessThan(missed);
    }

    @Test
    void nothingWaitsForMoreThanAYear() {
        JID owner = storage.newAccount();
        long first = log(owner, Retention.UNTIL_DELIVERED);
        long kept = log(owner, Retention.ARCHIVE);
        long missed = log(owner, Retention.UNTIL_DELIVERED);
        acknowledge(owner, first, List.of(first));

        later(366);
        long young = log(owner, Retention.UNTIL_DELIVERED);
        trim(owner, 0);

        assertThat(archived(owner)).containsExactly(kept);
        assertThat(deliverable(owner)).containsExactly(kept, young);
        assertThat(cursors.position(owner))
                .isEqualTo(new DeliveryCursors.Position(missed, Set.of()));
    }

    @Test
    void untilDeliveredMeansThatWhatIsDeliveredGoes() {
        JID owner = storage.newAccount();
        long delivered = log(owner, Retention.ARCHIVE);
        long waiting = log(owner, Retention.ARCHIVE);
        acknowledge(owner, delivered, List.of());
        later(1);

        trim(owner, MessageIds.first(now.get().toEpochMilli()));

        assertThat(archived(owner)).isEmpty();
        assertThat(deliverable(owner)).containsExactly(waiting);
    }

    @Test
    void emptyMonthsAreDroppedAndTheOthersStay() {
        JID owner = storage.newAccount();
        logSent(owner);
        YearMonth first = month();
        later(40);
        long kept = logSent(owner);
        later(90);
        long present = logSent(owner);
        trim(owner, daysAgo(100));

        assertThat(retention.dropMonths(0)).isPositive();

        assertThat(months())
                .contains(table(first.plusMonths(1)), table(month()))
                .doesNotContain(table(first), table(first.plusMonths(2)));
        assertThat(archived(owner)).containsExactly(kept, present);
        assertThat(archives.anchors(owner, List.of(kept)).valid(kept)).isTrue();
        assertThat(retention.dropMonths(0)).isZero();
    }

    @Test
    void monthThatNobodyMayKeepIsDroppedWithAllThatIsInIt() {
        JID owner = storage.newAccount();
        long old = logSent(owner);
        long oldToo = logSent(owner);
        String dropped = table(month());
        later(60);
        long kept = logSent(owner);

        assertThat(retention.dropMonths(daysAgo(30))).isPositive();

        assertThat(months()).doesNotContain(dropped);
        assertThat(archived(owner)).containsExactly(kept);
        assertThat(archives.anchors(owner, List.of(old)).valid(old)).isFalse();
        assertThat(archives.anchors(owner, List.of(oldToo)).valid(oldToo)).isFalse();
    }

    @Test
    void dropThatWasCutShortIsFinished() {
        JID owner = storage.newAccount();
        logSent(owner);
        String dropped = table(month());
        later(60);
        logSent(owner);
        storage.database()
                .call(connection ->
                        Sql.update(
                                connection,
                                "ALTER TABLE log DETACH PARTITION " + dropped + " CONCURRENTLY"));
        assertThat(months()).contains(dropped);

        retention.dropMonths(0);

        assertThat(months()).doesNotContain(dropped);
    }

    private YearMonth month() {
        return YearMonth.from(now.get().atZone(ZoneOffset.UTC));
    }

    private static String table(YearMonth month) {
        return "log_%d_%02d".formatted(month.getYear(), month.getMonthValue());
    }

    private List<String> months() {
        return storage.database()
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> row.getString(1),
                                """
                                SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'log\\_2%'
                                    AND relnamespace = current_schema()::regnamespace
                                """));
    }
}
