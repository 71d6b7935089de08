package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogMessage.StreamPosition;
import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.Told;
import dev.hermod.storage.Told.Result.Failed;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class LogTroubleTest {
    private final TestDatabase database;
    private final TestStorage storage;
    private final JID owner;

    LogTroubleTest(TestDatabase database) {
        this.database = database;
        this.storage = TestStorage.on(database);
        this.owner = storage.newAccount();
    }

    @AfterAll
    void close() {
        storage.close();
    }

    private JdbcMessageLog open(LogOptions options) {
        return storage.log(InstantSource.system(), options);
    }

    private LogMessage message() {
        return Messages.to(owner, "x", Retention.ARCHIVE);
    }

    private Told append(JdbcMessageLog log, LogMessage message) {
        Told told = new Told();
        assertThat(log.append(message, told)).isTrue();
        return told;
    }

    /// Holds all writers of the log up until it is closed.
    private Connection stopWriters() throws SQLException {
        Connection connection =
                storage.access().connect(Duration.ofSeconds(5), Duration.ofSeconds(60));
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE log IN SHARE MODE");
        }
        return connection;
    }

    @Test
    void fullQueueTakesNothingMoreAndLosesNothing() throws SQLException {
        try (JdbcMessageLog log = open(LogOptions.standard().withQueueMessages(10))) {
            List<Told> taken = new ArrayList<>();
            try (Connection _ = stopWriters()) {
                Told told = new Told();
                while (log.append(message(), told)) {
                    taken.add(told);
                    told = new Told();
                    assertThat(taken).hasSizeLessThan(1_000);
                }
                assertThat(log.queued()).isEqualTo(10);
                assertThat(told.isTold()).isFalse();
            }

            taken.forEach(Told::committed);
            append(log, message()).committed();
        }
    }

    @Test
    void messagesThatWaitTooLongFailAndLaterOnesDoNot() throws SQLException {
        LogOptions options =
                LogOptions.standard().withPatience(Duration.ofMillis(300), Duration.ofMillis(200));
        try (JdbcMessageLog log = open(options)) {
            append(log, message()).committed();
            long before = log.lastId(owner);
            try (Connection _ = stopWriters()) {
                List<Told> late = List.of(append(log, message()), append(log, message()));
                assertThat(late)
                        .allMatch(each -> each.result().equals(new Failed(Failure.UNAVAILABLE)));
            }

            assertThat(log.lastId(owner)).isEqualTo(before);
            assertThat(append(log, message()).committed().previous()).containsExactly(before);
        }
    }

    @Test
    void messageThatCannotBeStoredDoesNotTakeOthersWithIt() throws SQLException {
        LogMessage impossible =
                new LogMessage(
                        message().stanza(), message().rows(), new StreamPosition("not\0text", 1));
        try (JdbcMessageLog log = open(LogOptions.standard())) {
            List<Told> good = new ArrayList<>();
            List<Told> bad = new ArrayList<>();
            try (Connection _ = stopWriters()) {
                for (int i = 0; i < 20; i++) {
                    good.add(append(log, message()));
                    if (i % 7 == 3) {
                        bad.add(append(log, impossible));
                    }
                }
            }

            good.forEach(Told::committed);
            assertThat(bad).allMatch(each -> each.result().equals(new Failed(Failure.REFUSED)));
            assertThat(good).extracting(each -> each.committed().ids().getFirst()).isSorted();
            assertThat(good).allMatch(each -> each.times() == 1);
        }
    }

    @Test
    void secondLogOnOneDatabaseIsRefused() {
        try (JdbcMessageLog log = open(LogOptions.standard())) {
            assertThatThrownBy(() -> open(LogOptions.standard()))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("another Hermod already writes")
                    .hasMessageContaining("process");
            append(log, message()).committed();
        }
    }

    @Test
    void lostConnectionIsReplacedAndTheMessageWritten() throws SQLException {
        try (JdbcMessageLog log = open(LogOptions.standard())) {
            long before = append(log, message()).committed().ids().getFirst();
            endSessionOfTheLog();

            assertThat(append(log, message()).committed().previous()).containsExactly(before);
        }
    }

    @Test
    void closingCommitsWhatIsQueuedAndTakesNothingMore() {
        JdbcMessageLog log = open(LogOptions.standard());
        List<Told> queued = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            queued.add(append(log, message()));
        }
        log.close();

        queued.forEach(each -> assertThat(each.isTold()).isTrue());
        queued.forEach(Told::committed);
        assertThat(log.append(message(), new Told())).isFalse();
    }

    @Test
    void listenerThatThrowsStopsNothing() {
        try (JdbcMessageLog log = open(LogOptions.standard())) {
            Told told = new Told();
            assertThat(log.append(message(), new Failing())).isTrue();
            assertThat(log.append(message(), told)).isTrue();

            told.committed();
        }
    }

    private void endSessionOfTheLog() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                    WHERE locktype = 'advisory' AND datname = current_database()
                    """);
        }
    }

    /// A listener with a bug.
    private static final class Failing implements dev.hermod.storage.MessageLog.Outcome {
        @Override
        public void committed(long[] ids, long[] previousIds) {
            throw new IllegalStateException("a bug in the listener, made by this test");
        }

        @Override
        public void repeated(long[] ids) {
            throw new IllegalStateException("a bug in the listener, made by this test");
        }

        @Override
        public void failed(Failure failure) {
            throw new IllegalStateException("a bug in the listener, made by this test");
        }
    }
}
