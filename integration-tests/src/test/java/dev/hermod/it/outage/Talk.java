package dev.hermod.it.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Xml;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Somebody talks to somebody, and both note what becomes of each message: one after the other, or
/// in a hurry, more than the server takes. With stream management the server says of every one that
/// it has handled it, and when it did not keep it, that too.
final class Talk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = 2_000_000;

    /// Messages not settled: more than the server takes of one session, and few enough for the
    /// receiver to be sent all at once.
    private static final int AHEAD = 300;

    private final Account from;
    private final Account to;
    private final Line sender;
    private final Line receiver;
    private final String filling;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean hurried;
    private volatile boolean silent;
    private volatile int said;

    /// @param bytes of each message, which do not compress
    Talk(HermodServer server, int bytes) {
        this.from = server.account();
        this.to = server.account();
        this.receiver = Line.open(server, to, message -> heard.add(message.attr("id")));
        this.sender = Line.open(server, from, this::answered);
        byte[] random = new byte[bytes / 2];
        new Random(bytes).nextBytes(random);
        this.filling = HexFormat.of().formatHex(random);
        // A virtual one that never waits would leave no carrier to those who read.
        this.thread = Thread.ofPlatform().daemon().start(this::talk);
    }

    private void talk() {
        while (!silent) {
            int number = said + 1;
            sender.stanza(
                    "<message to='%s' type='chat' id='%d'><body>%s</body></message>"
                            .formatted(to.jid(), number, filling));
            said = number;
            while (!silent && number - heard.size() - refused.size() >= (hurried ? AHEAD : 1)) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// From now on sends more than the server takes, or waits for each message to be settled.
    void hurry(boolean now) {
        hurried = now;
    }

    private void answered(Xml message) {
        if (message.attr("type").equals("error")) {
            refused.add(message.attr("id"));
            if (!reasons.contains(message.condition())) {
                reasons.add(message.condition());
            }
        }
    }

    int heard() {
        return heard.size();
    }

    int refused() {
        return refused.size();
    }

    /// Falls silent, and finds that the server has said of each message what became of it: it was
    /// refused for now, or it came, once and in order.
    void settles() throws InterruptedException {
        silent = true;
        assertThat(thread.join(PATIENCE)).as("the server takes the last message").isTrue();
        await().atMost(PATIENCE).until(sender::settled);
        // What was refused was told before what settled it.
        List<String> kept =
                IntStream.rangeClosed(1, said)
                        .mapToObj(String::valueOf)
                        .filter(id -> !refused.contains(id))
                        .toList();
        await().atMost(PATIENCE).until(() -> heard.size() >= kept.size());
        for (String ping : List.of("first", "second")) {
            receiver.ping(ping);
            await().atMost(PATIENCE).until(() -> receiver.answered(ping));
        }
        assertThat(heard).isEqualTo(kept);
        assertThat(reasons).isSubsetOf("resource-constraint");
    }

    /// Finds what was heard in both archives, once.
    void isArchived(Database database) throws SQLException {
        for (Account owner : List.of(from, to)) {
            assertThat(
                            database.query(
                                    "SELECT count(*) FROM hermod.log JOIN hermod.archive USING (archive_id) WHERE owner = ?",
                                    owner.jid()))
                    .as(owner.jid())
                    .containsExactly(String.valueOf(heard.size()));
        }
    }

    @Override
    public void close() {
        silent = true;
        sender.close();
        receiver.close();
    }
}
