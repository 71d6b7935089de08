package dev.hermod.storage.jdbc.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.extensions.archive.ArchivePage;
import dev.hermod.extensions.archive.Archives.Bounds;
import dev.hermod.extensions.archive.Selection;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Measures, on demand, pages of a large archive in a larger table, and what the index of
/// conversations costs: `-Dhermod.archive.rows=50000000`. A fifth of the rows are one archive.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "hermod.archive.rows", matches = "[0-9]+")
class ArchiveScaleTest {
    private static final Logger log = LoggerFactory.getLogger(ArchiveScaleTest.class);
    private static final int MONTHS = 12;
    private static final int OTHERS = 2_000;
    private static final int CONVERSATIONS = 200;
    private static final int PAGES = 1_000;
    private static final Bounds PAGE = new Bounds(50, 1 << 20);
    private static final YearMonth FIRST = YearMonth.of(2025, 1);

    private final TestStorage storage;
    private final JdbcArchives archives;
    private final JID owner;
    private final Random random = new Random(42);

    ArchiveScaleTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.archives = new JdbcArchives(storage.database());
        this.owner = storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    private static long start(int month) {
        Instant first = FIRST.plusMonths(month).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return MessageIds.first(first.toEpochMilli());
    }

    @Test
    void pagesAreQuickAtAnyDepth() {
        long rows = Long.getLong("hermod.archive.rows");
        fill(rows);
        long first = start(0);
        long last = start(MONTHS);
        LongFunction<Selection> behind = id -> Selection.ALL.after(id);
        LongFunction<Selection> before = id -> Selection.ALL.upTo(id);
        LongFunction<Selection> with =
                id -> new Selection(conversation(random.nextInt(CONVERSATIONS)), id, last);
        LongFunction<Selection> withBefore =
                id -> new Selection(conversation(random.nextInt(CONVERSATIONS)), 0, id);
        // The first round warms up what is to be warm.
        for (String round : List.of("first", "second")) {
            measure(
                    round + " forward",
                    first,
                    last,
                    at -> archives.oldest(owner, behind.apply(at), PAGE));
            measure(
                    round + " backward",
                    first,
                    last,
                    at -> archives.newest(owner, before.apply(at), PAGE));
            measure(
                    round + " with",
                    first,
                    last,
                    at -> archives.oldest(owner, with.apply(at), PAGE));
            measure(
                    round + " with, backward",
                    first,
                    last,
                    at -> archives.newest(owner, withBefore.apply(at), PAGE));
            measure(
                    round + " last page",
                    first,
                    last,
                    _ -> archives.newest(owner, Selection.ALL, PAGE));
        }
    }

    /// Like a log of a year: every archive has something all the time.
    private void fill(long rows) {
        for (int i = 0; i < OTHERS; i++) {
            storage.newAccount();
        }
        for (int month = 0; month < MONTHS; month++) {
            String partition =
                    "CREATE TABLE log_%s PARTITION OF log FOR VALUES FROM (%d) TO (%d)"
                            .formatted(
                                    FIRST.plusMonths(month).toString().replace('-', '_'),
                                    start(month),
                                    start(month + 1));
            storage.database().call(connection -> Sql.update(connection, partition));
            long perMonth = rows / MONTHS;
            long step = (start(month + 1) - start(month)) / perMonth;
            for (long done = 0; done < perMonth; done += 100_000) {
                insert(start(month), done, Math.min(perMonth, done + 100_000), step);
            }
            log.warn("month {} is filled", month + 1);
        }
        storage.database().call(connection -> Sql.update(connection, "ANALYZE log"));
    }

    private void insert(long first, long from, long to, long step) {
        storage.database()
                .call(connection ->
                        Sql.update(
                                connection,
                                """
                                WITH others AS (SELECT array_agg(archive_id) AS ids FROM archive WHERE owner <> ?),
                                    one AS (SELECT archive_id FROM archive WHERE owner = ?)
                                INSERT INTO log (archive_id, id, prev, deliver, until_delivered, conversation, stanza)
                                SELECT CASE WHEN number % 5 = 0 THEN one.archive_id
                                        ELSE ids[1 + number * 7919 % cardinality(ids)] END,
                                    ?::bigint + number * ?::bigint, 0, true, false,
                                    'other' || number * 31 / 5 % ? || '@example.org',
                                    convert_to(repeat(md5(number::text), 11), 'UTF8')
                                FROM one, others, generate_series(?::bigint, ?::bigint - 1) AS number
                                """,
                                owner.toString(),
                                owner.toString(),
                                first,
                                step,
                                CONVERSATIONS,
                                from,
                                to));
    }

    private static JID conversation(int number) {
        return Jids.prepared("other" + number + "@example.org");
    }

    private void measure(String what, long first, long last, LongFunction<ArchivePage> reading) {
        long[] nanos = new long[PAGES];
        long messages = 0;
        for (int i = 0; i < PAGES; i++) {
            long at = first + (long) (random.nextDouble() * (last - first));
            long begin = System.nanoTime();
            messages += reading.apply(at).messages().size();
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        log.warn(
                "{}: p50 {} ms, p99 {} ms, most {} ms, {} messages a page",
                what,
                nanos[PAGES / 2] / 1e6,
                nanos[PAGES * 99 / 100] / 1e6,
                nanos[PAGES - 1] / 1e6,
                messages / (double) PAGES);
        assertThat(messages).isPositive();
    }

    /// Without and with the index, in turn; on what the other test has left when it came first.
    @Test
    void indexOfConversationsHasItsPrice() throws InterruptedException {
        List<JID> accounts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            accounts.add(storage.newAccount());
        }
        try (JdbcMessageLog messages = storage.log()) {
            for (int round = 0; round < 4; round++) {
                log.warn("with the index: {} messages a second", write(messages, accounts));
                ddl("DROP INDEX log_conversation");
                log.warn("without it: {} messages a second", write(messages, accounts));
                ddl("CREATE INDEX log_conversation ON log (archive_id, conversation, id)");
            }
        }
    }

    private void ddl(String statement) {
        storage.database().call(connection -> Sql.update(connection, statement));
    }

    private double write(JdbcMessageLog messages, List<JID> accounts) throws InterruptedException {
        int count = (int) Math.min(60_000, Long.getLong("hermod.archive.rows") / 10);
        List<Told> told = new ArrayList<>(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Told one = new Told();
            JID from = accounts.get(random.nextInt(accounts.size()));
            JID to = accounts.get(random.nextInt(accounts.size()));
            while (from.equals(to)) {
                to = accounts.get(random.nextInt(accounts.size()));
            }
            String text = "x".repeat(300);
            while (!messages.append(Messages.between(from, to, text), one)) {
                Thread.sleep(1);
            }
            told.add(one);
        }
        told.getLast().committed();
        return count / ((System.nanoTime() - begin) / 1e9);
    }
}
