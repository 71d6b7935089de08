package dev.hermod.it.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.RawClient;
import dev.hermod.it.SmallDisk;
import dev.hermod.it.Xml;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A database that is there and does not do its work, while people talk as fast as they may: they
/// are held back or refused for now, others notice nothing, memory is bounded (the server has 256
/// MB of heap and ends when that is not enough), and afterwards all is as each was told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTroubleTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DISK_MEGABYTES = 2_000;
    private static final int WAL_MEGABYTES = 500;
    private static final int POOL = 2;
    private static final int LARGE = 12_000;
    private static final int SMALL = 2_000;
    private static final String CONTACT = "contact";

    private @Nullable SmallDisk disk;
    private @Nullable SmallDisk wal;
    private @Nullable DebianPostgres postgres;
    private @Nullable HermodServer server;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        Path programs = DebianPostgres.programs();
        if (programs == null) {
            Peers.missing("PostgreSQL");
            throw new IllegalStateException();
        }
        disk = SmallDisk.mount(DISK_MEGABYTES);
        wal = SmallDisk.mount(WAL_MEGABYTES);
        postgres =
                disk == null || wal == null
                        ? DebianPostgres.create(programs)
                        : DebianPostgres.create(
                                programs, disk.root().resolve("pg"), wal.root().resolve("pg"));
        server =
                HermodServer.start(
                        Map.of(
                                "HERMOD_STORAGE__URL",
                                postgres.url(),
                                "HERMOD_STORAGE__USER",
                                "hermod",
                                "HERMOD_STORAGE__POOL_SIZE",
                                String.valueOf(POOL),
                                "HERMOD_STORAGE__CONNECT_SECONDS",
                                "2"),
                        130);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.end();
        }
        for (SmallDisk each : disks().toList()) {
            each.close();
        }
    }

    @BeforeEach
    void databaseIsThere() throws Exception {
        for (SmallDisk each : disks().toList()) {
            each.clear();
        }
        postgres().start();
        await().atMost(PATIENCE).until(() -> server().ready() == 200);
    }

    @AfterEach
    void leave() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
    }

    private Stream<SmallDisk> disks() {
        return Stream.of(disk, wal)
                .mapMulti((each, found) -> {
                    if (each != null) {
                        found.accept(each);
                    }
                });
    }

    private DebianPostgres postgres() {
        if (postgres == null) {
            throw new IllegalStateException();
        }
        return postgres;
    }

    private HermodServer server() {
        if (server == null) {
            throw new IllegalStateException();
        }
        return server;
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    /// So many who talk, and have begun to.
    private List<Talk> talks(int count, int bytes) {
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            talks.add(opened(new Talk(server(), bytes)));
        }
        await().atMost(PATIENCE).until(() -> talks.stream().allMatch(talk -> talk.heard() > 10));
        return talks;
    }

    private Bystanders bystanders() {
        return opened(new Bystanders(server()));
    }

    /// All press on until each was refused something.
    private static void awaitRefusals(List<Talk> talks) {
        talks.forEach(talk -> talk.hurry(true));
        await().atMost(PATIENCE).until(() -> talks.stream().allMatch(talk -> talk.refused() > 0));
    }

    private void settle(List<Talk> talks) throws Exception {
        talks.forEach(talk -> talk.hurry(false));
        List<Integer> before = talks.stream().map(Talk::heard).toList();
        await("the messages go on")
                .atMost(PATIENCE)
                .until(() -> {
                    boolean all = true;
                    for (int i = 0; i < before.size(); i++) {
                        all &= talks.get(i).heard() > before.get(i) + 10;
                    }
                    return all;
                });
        for (Talk talk : talks) {
            talk.settles();
        }
        Database database = postgres().database("hermod");
        for (Talk talk : talks) {
            talk.isArchived(database);
        }
    }

    @Test
    void databaseThatStandsStillHoldsSendersBack() throws Exception {
        Bystanders bystanders = bystanders();
        List<Talk> talks = talks(8, LARGE);
        postgres().freeze();
        try {
            awaitRefusals(talks);
            bystanders.goOn();
        } finally {
            postgres().thaw();
        }
        settle(talks);
    }

    @Test
    void lockedLogHoldsSendersBack() throws Exception {
        Bystanders bystanders = bystanders();
        List<Talk> talks = talks(4, SMALL);
        try (Connection blocker = lock("log")) {
            awaitRefusals(talks);
            bystanders.goOn();
            blocker.rollback();
        }
        settle(talks);
    }

    /// Holds a table until the connection rolls back.
    private Connection lock(String table) throws Exception {
        Database database = postgres().database("hermod");
        Connection blocker =
                DriverManager.getConnection(database.url(), database.user(), database.password());
        blocker.setAutoCommit(false);
        try (Statement statement = blocker.createStatement()) {
            statement.execute("LOCK TABLE hermod." + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return blocker;
    }

    @Test
    void exhaustedPoolRefusesForNowWhatNeedsItAndMessagesGoOn() throws Exception {
        Bystanders bystanders = bystanders();
        List<Talk> talks = talks(2, SMALL);
        List<RawClient> clients =
                Stream.generate(() -> opened(server().client())).limit(30).toList();
        try (Connection blocker = lock("roster_item")) {
            clients.forEach(DatabaseTroubleTest::addContact);
            for (RawClient client : clients) {
                Xml refusal = client.receive(stanza -> stanza.attr("id").equals(CONTACT));
                assertThat(refusal.condition()).isEqualTo("resource-constraint");
                assertThat(refusal.child("error").attr("type")).isEqualTo("wait");
            }
            bystanders.goOn();
            talks.forEach(talk -> talk.hurry(true));
            int heard = talks.getFirst().heard();
            await().atMost(PATIENCE).until(() -> talks.getFirst().heard() > heard + 50);
            assertThat(talks).allMatch(talk -> talk.refused() == 0);
            blocker.rollback();
        }
        for (RawClient client : clients) {
            addContact(client);
            Xml answer = client.receive(stanza -> stanza.attr("id").equals(CONTACT));
            assertThat(answer.attr("type")).isEqualTo("result");
        }
        settle(talks);
    }

    private static void addContact(RawClient client) {
        client.send(
                "<iq type='set' id='%s'><query xmlns='jabber:iq:roster'><item jid='x@localhost'/></query></iq>"
                        .formatted(CONTACT));
    }

    @Test
    void fullDiskHoldsSendersBack() throws Exception {
        full(needed(disk), () -> {});
    }

    /// PostgreSQL gives up when it cannot write its log, and does not come back by itself.
    @Test
    void fullDiskOfTheWriteAheadLogHoldsSendersBack() throws Exception {
        full(needed(wal), postgres().database("hermod")::useUpItsLog);
    }

    private static SmallDisk needed(@Nullable SmallDisk disk) {
        assumeThat(disk).as("a file system may be mounted here").isNotNull();
        return Objects.requireNonNull(disk);
    }

    private void full(SmallDisk full, Runnable use) throws Exception {
        Bystanders bystanders = bystanders();
        List<Talk> talks = talks(4, SMALL);
        full.fill();
        use.run();
        awaitRefusals(talks);
        bystanders.goOn();
        full.clear();
        postgres().start();
        settle(talks);
    }
}
