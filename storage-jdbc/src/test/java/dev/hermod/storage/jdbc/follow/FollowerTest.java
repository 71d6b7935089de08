package dev.hermod.storage.jdbc.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.jdbc.Sql;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.log.JdbcMessageLog;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xmpp.packet.JID;

/// Tests take turns: one log, and one table that everything goes to.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class FollowerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestStorage storage;
    private final JdbcMessageLog log;

    FollowerTest(TestDatabase database) {
        this.storage = TestStorage.on(database);
        this.log = storage.log();
        execute(
                "CREATE TABLE copied (archive_id bigint, id bigint, turn bigint GENERATED ALWAYS AS IDENTITY)");
        execute("INSERT INTO follower (name, position) VALUES ('copy', 0)");
    }

    @BeforeEach
    void reset() {
        execute("UPDATE follower SET position = 0 WHERE name = 'copy'");
    }

    @AfterEach
    void forget() {
        log.afterCommit(() -> {});
    }

    @AfterAll
    void close() {
        log.close();
        storage.close();
    }

    /// Copies the ids of entries, and stumbles over some.
    private static final class Copy implements Derivation {
        @Override
        public String name() {
            return "copy";
        }

        @Override
        public void clear(Connection connection) throws SQLException {
            Sql.update(connection, "DELETE FROM copied");
        }

        @Override
        public void take(Connection connection, List<Followed> entries) throws SQLException {
            for (Followed entry : entries) {
                if (Stanzas.message(entry.message()).getBody().equals("bad")) {
                    throw new IllegalArgumentException("cannot be copied");
                }
                Sql.update(
                        connection,
                        "INSERT INTO copied (archive_id, id) VALUES (?, ?)",
                        entry.archiveId(),
                        entry.id());
            }
        }
    }

    private Follower follow() {
        Follower follower =
                Follower.start(storage.access(), new Copy(), InstantSource.system(), () -> false);
        log.afterCommit(follower::ring);
        return follower;
    }

    private long commit(LogMessage message) {
        Told told = new Told();
        assertThat(log.append(message, told)).isTrue();
        return told.committed().ids().getLast();
    }

    private void execute(String sql) {
        storage.database().call(connection -> Sql.update(connection, sql));
    }

    private List<Long> copied(JID owner) {
        return ids(
                "SELECT id FROM copied JOIN archive USING (archive_id) WHERE owner = ? ORDER BY turn",
                owner);
    }

    private List<Long> logged(JID owner) {
        return ids(
                "SELECT id FROM log JOIN archive USING (archive_id) WHERE owner = ? ORDER BY id",
                owner);
    }

    private List<Long> ids(String sql, JID owner) {
        return storage.database()
                .call(connection ->
                        Sql.list(connection, row -> row.getLong(1), sql, owner.toString()));
    }

    @Test
    void everyEntryOfEveryArchiveIsTakenOnceInOrder() {
        JID romeo = storage.newAccount();
        JID juliet = storage.newAccount();
        for (int i = 0; i < 1_200; i++) {
            assertThat(log.append(Messages.between(romeo, juliet, "x"), new Told())).isTrue();
        }
        try (Follower follower = follow()) {
            long last = commit(Messages.between(romeo, juliet, "x"));
            assertThat(follower.await(last, PATIENCE)).isTrue();
            assertThat(copied(romeo)).hasSize(1_201).isEqualTo(logged(romeo));
            assertThat(copied(juliet)).isEqualTo(logged(juliet));
            assertThat(follower.passed(last)).isTrue();
            await().untilAsserted(() -> assertThat(follower.lag()).isZero());
        }
    }

    @Test
    void commitsWakeItWithoutAnybodyWaiting() {
        JID romeo = storage.newAccount();
        try (Follower _ = follow()) {
            for (int i = 0; i < 3; i++) {
                commit(Messages.to(romeo, "x", Retention.ARCHIVE));
                int expected = i + 1;
                await().atMost(PATIENCE).until(() -> copied(romeo).size() == expected);
            }
        }
    }

    @Test
    void positionSetBackToZeroBeginsAnew() {
        JID romeo = storage.newAccount();
        try (Follower follower = follow()) {
            commit(Messages.to(romeo, "1", Retention.ARCHIVE));
            follower.await(log.lastId(romeo), PATIENCE);
        }
        execute("UPDATE follower SET position = 0 WHERE name = 'copy'");
        execute("INSERT INTO copied (archive_id, id) VALUES (1, 1)");
        try (Follower follower = follow()) {
            long last = commit(Messages.to(romeo, "2", Retention.ARCHIVE));
            assertThat(follower.await(last, PATIENCE)).isTrue();
            assertThat(copied(romeo)).hasSize(2).isEqualTo(logged(romeo));
        }
    }

    @Test
    void entryThatCannotBeDerivedIsPassedOverAlone() {
        JID romeo = storage.newAccount();
        List<Long> good = new ArrayList<>();
        for (String text : List.of("1", "2", "bad", "3", "bad", "4")) {
            long id = commit(Messages.to(romeo, text, Retention.ARCHIVE));
            if (!text.equals("bad")) {
                good.add(id);
            }
        }
        try (Follower follower = follow()) {
            assertThat(follower.await(log.lastId(romeo), PATIENCE)).isTrue();
            assertThat(copied(romeo)).isEqualTo(good);
        }
    }

    @Test
    void readerThatIsCutOffAtAnyMomentLosesAndDoublesNothing() {
        JID romeo = storage.newAccount();
        JID juliet = storage.newAccount();
        Random random = new Random(1);
        int sent = 1;
        try (Follower follower = follow()) {
            for (int i = 0; i < 30; i++) {
                int together = 1 + random.nextInt(60);
                for (int j = 0; j < together; j++) {
                    log.append(Messages.between(romeo, juliet, "x"), new Told());
                }
                sent += together;
                cutOff();
            }
            long last = commit(Messages.between(romeo, juliet, "x"));
            assertThat(follower.await(last, PATIENCE)).isTrue();
            assertThat(copied(romeo)).hasSize(sent).isEqualTo(logged(romeo));
            assertThat(copied(juliet)).isEqualTo(logged(juliet));
        }
    }

    /// Ends the reader's connection on the side of the server.
    private void cutOff() {
        storage.database()
                .call(connection ->
                        Sql.list(
                                connection,
                                row -> row.getBoolean(1),
                                """
                                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                WHERE datname = current_database() AND pid <> pg_backend_pid()
                                    AND (query LIKE '%follower%' OR query LIKE '%copied%' OR query = 'COMMIT')
                                """));
    }

    @Test
    void twoReadersOfOneNameDeriveEverythingOnce() {
        JID romeo = storage.newAccount();
        try (Follower one = follow();
                Follower two = follow()) {
            long last = 0;
            for (int i = 0; i < 200; i++) {
                last = commit(Messages.to(romeo, "x", Retention.ARCHIVE));
                one.ring();
            }
            assertThat(one.await(last, PATIENCE)).isTrue();
            assertThat(two.await(last, PATIENCE)).isTrue();
            assertThat(copied(romeo)).hasSize(200).isEqualTo(logged(romeo));
        }
    }

    @Test
    void lagIsMeteredByReader() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Follower follower = follow()) {
            follower.bindTo(registry);
            JID romeo = storage.newAccount();
            long last = commit(Messages.to(romeo, "x", Retention.ARCHIVE));
            assertThat(follower.await(last, PATIENCE)).isTrue();
            assertThat(registry.get("hermod.follower.lag").tag("reader", "copy").gauge().value())
                    .isLessThan(30);
            await().until(() ->
                    registry.get("hermod.follower.entries")
                                    .tag("reader", "copy")
                                    .functionCounter()
                                    .count()
                            >= 1);
        }
    }

    @Test
    void nextEntriesAreFoundByTheIndexOfIds() {
        String plan =
                storage.database()
                        .transactionally(connection -> {
                            Sql.first(
                                    connection,
                                    row -> row.getString(1),
                                    "SELECT set_config('enable_seqscan', 'off', true)");
                            return String.join(
                                    "\n",
                                    Sql.list(
                                            connection,
                                            row -> row.getString(1),
                                            "EXPLAIN " + EntryReader.NEXT,
                                            log.head() - 1,
                                            log.head() - 1,
                                            500));
                        });
        assertThat(plan).contains("_expr_idx").doesNotContain("Sort  (").doesNotContain("Seq Scan");
    }
}
