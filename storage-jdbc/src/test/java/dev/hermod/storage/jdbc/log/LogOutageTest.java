package dev.hermod.storage.jdbc.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.Messages;
import dev.hermod.storage.Retention;
import dev.hermod.storage.Told;
import dev.hermod.storage.Told.Result.Failed;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.TestStorage;
import dev.hermod.storage.jdbc.testing.PostgresExtension;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmpp.packet.JID;

/// A database that cannot be reached for a while, or whose answers get lost.
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class LogOutageTest {
    private static final LogOptions OPTIONS =
            new LogOptions(
                    20_000,
                    64L << 20,
                    200,
                    4L << 20,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    1_000);

    private final TestStorage storage;
    private final Proxy proxy;
    private final Access throughProxy;

    LogOutageTest(TestDatabase database) throws IOException {
        this.storage = TestStorage.on(database);
        URI address = URI.create(database.jdbcUrl().replaceFirst("^jdbc:", ""));
        this.proxy = new Proxy(new InetSocketAddress(address.getHost(), address.getPort()));
        this.throughProxy =
                new Access(
                        "jdbc:postgresql://127.0.0.1:" + proxy.port() + address.getPath(),
                        database.user(),
                        database.password());
    }

    @BeforeEach
    void mend() {
        proxy.mend();
    }

    @AfterAll
    void close() throws IOException {
        proxy.close();
        storage.close();
    }

    private JdbcMessageLog open() {
        return JdbcMessageLog.open(
                throughProxy, storage.database(), InstantSource.system(), OPTIONS);
    }

    private Traffic traffic(JdbcMessageLog log) {
        Traffic traffic = new Traffic(log, storage.newAccount(), storage.newAccount());
        Awaitility.await().until(() -> traffic.committed() > 500);
        return traffic;
    }

    private static void awaitProgress(Traffic traffic) {
        long before = traffic.committed();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> traffic.committed() > before + 500);
    }

    @Test
    void outcomesLostWithTheConnectionAreSettledBeforeAnythingElse() throws InterruptedException {
        try (JdbcMessageLog log = open()) {
            Traffic traffic = traffic(log);
            for (int i = 0; i < 5; i++) {
                proxy.withholdAnswers();
                proxy.cut();
                proxy.mend();
                awaitProgress(traffic);
            }
            traffic.stop();

            traffic.assertTold();
            assertThat(traffic.failed()).isZero();
        }
    }

    @Test
    void batchThatWasCommittedWithoutAnAnswerIsToldCommitted() {
        try (JdbcMessageLog log = open()) {
            JID owner = storage.newAccount();
            Told first = append(log, owner);
            first.committed();
            proxy.withholdAnswers();
            Told lost = append(log, owner);
            Awaitility.await().until(() -> log.lastId(owner) > first.committed().ids().getFirst());
            assertThat(lost.isTold()).isFalse();
            proxy.cut();
            proxy.mend();

            assertThat(lost.committed().ids()).containsExactly(log.lastId(owner));
            assertThat(append(log, owner).committed().previous()).isEqualTo(lost.committed().ids());
        }
    }

    @Test
    void serverThatSaysNothingIsNoticed() {
        try (JdbcMessageLog log = open()) {
            JID owner = storage.newAccount();
            append(log, owner).committed();
            proxy.withholdAnswers();
            Told unknown = append(log, owner);
            Awaitility.await().until(() -> log.queued() == 0);
            Told waiting = append(log, owner);

            assertThat(waiting.result()).isEqualTo(new Failed(Failure.UNAVAILABLE));
            assertThat(unknown.isTold()).isFalse();

            proxy.cut();
            proxy.mend();
            unknown.committed();
        }
    }

    @Test
    void messagesFailWhileTheDatabaseIsAwayAndGoOnWhenItIsBack() throws InterruptedException {
        try (JdbcMessageLog log = open()) {
            Traffic traffic = traffic(log);
            proxy.cut();
            awaitRefusal(log);
            proxy.mend();
            awaitProgress(traffic);
            traffic.stop();

            traffic.assertTold();
        }
    }

    /// Of what was under way the outcome may be unknown, and is then not told before the database
    /// is back.
    private void awaitRefusal(JdbcMessageLog log) {
        JID owner = storage.newAccount();
        List<Told> appended = new ArrayList<>();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    appended.add(append(log, owner));
                    return appended.stream().anyMatch(Told::isTold);
                });
        assertThat(appended.stream().filter(Told::isTold).map(Told::result))
                .containsOnly(new Failed(Failure.UNAVAILABLE));
    }

    private static Told append(JdbcMessageLog log, JID owner) {
        Told told = new Told();
        assertThat(log.append(Messages.to(owner, "x", Retention.ARCHIVE), told)).isTrue();
        return told;
    }
}
