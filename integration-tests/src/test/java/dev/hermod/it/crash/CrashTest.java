package dev.hermod.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `kill -9` in the middle of traffic, of the server and of its database.
/// `-Dhermod.crash.rounds=50` for longer, `-Dhermod.crash.seed=...` for other moments.
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("hermod.crash.rounds", 2);
    private static final long SEED = Long.getLong("hermod.crash.seed", 42);
    private static final int SENDERS = 3;
    private static final int RECEIVERS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Random random = new Random(SEED);

    /// The people of one round.
    private record Cast(
            List<RawClient> senders, List<Account> away, List<RawClient> online, Witness witness) {
        List<Account> receivers() {
            List<Account> all = new ArrayList<>(away);
            online.forEach(client -> all.add(client.account()));
            return all;
        }
    }

    private static Cast cast(HermodServer server) {
        List<Account> away = IntStream.range(0, RECEIVERS).mapToObj(_ -> server.account()).toList();
        List<RawClient> online =
                IntStream.range(0, RECEIVERS).mapToObj(_ -> server.client().available()).toList();
        List<RawClient> senders =
                IntStream.range(0, SENDERS).mapToObj(_ -> server.client()).toList();
        return new Cast(senders, away, online, new Witness());
    }

    @Test
    void nothingThatWasDeliveredOrAnsweredIsMissingAfterTheServerIsKilled() throws Exception {
        try (HermodServer server = HermodServer.start(Map.of(), accounts())) {
            for (int round = 0; round < ROUNDS; round++) {
                Cast cast = cast(server);
                traffic(cast, 200 + random.nextInt(1500), server::kill);
                server.start();
                check(server, cast);
            }
        }
    }

    @Test
    void nothingThatWasDeliveredOrAnsweredIsMissingAfterTheDatabaseIsKilled() throws Exception {
        try (HermodServer server = HermodServer.start(Map.of(), accounts())) {
            for (int round = 0; round < ROUNDS; round++) {
                Cast cast = cast(server);
                ProcessHandle database = Database.embeddedProcess(server.data());
                int before = 200 + random.nextInt(1500);
                traffic(
                        cast,
                        before,
                        () -> {
                            database.destroyForcibly();
                            int settled = cast.witness().settledCount();
                            await().atMost(PATIENCE)
                                    .until(() -> cast.witness().settledCount() > settled + 200);
                        });
                check(server, cast);
            }
        }
    }

    private static int accounts() {
        return ROUNDS * (SENDERS + 2 * RECEIVERS);
    }

    /// Runs senders and receivers until so many messages are settled, does the deed, and waits
    /// until all have stopped.
    private void traffic(Cast cast, int settled, Runnable deed) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (RawClient receiver : cast.online()) {
            threads.add(Thread.ofVirtual().start(() -> read(receiver, cast.witness())));
        }
        List<Sender> senders =
                cast.senders().stream()
                        .map(client ->
                                new Sender(
                                        client,
                                        cast.receivers(),
                                        random.nextLong(),
                                        cast.witness()))
                        .toList();
        List<Thread> sending = senders.stream().map(one -> Thread.ofVirtual().start(one)).toList();
        await().atMost(PATIENCE).until(() -> cast.witness().settledCount() > settled);
        deed.run();
        senders.forEach(Sender::stop);
        for (Thread thread : sending) {
            assertThat(thread.join(PATIENCE)).isTrue();
        }
        cast.senders().forEach(RawClient::die);
        cast.online().forEach(RawClient::die);
        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE)).isTrue();
        }
    }

    private static void read(RawClient receiver, Witness witness) {
        try {
            while (true) {
                witness.seen(receiver.bare(), receiver.message().body());
            }
        } catch (AssertionError | UncheckedIOException _) {
            // The stream ended with the server, or with the round.
        }
    }

    private static void check(HermodServer server, Cast cast) throws Exception {
        Witness witness = cast.witness();
        for (Account receiver : cast.away()) {
            List<String> stored = replayed(server, receiver);
            assertOrdered(stored);
            assertThat(stored).containsAll(witness.settledFor(receiver.jid()));
            assertThat(stored).noneMatch(witness.allRefused()::contains);
        }
        for (RawClient client : cast.online()) {
            List<String> again = replayed(server, client.account());
            assertOrdered(again);
            List<String> seen = witness.seenBy(client.bare());
            assertOrdered(seen);
            Set<String> all = new HashSet<>(seen);
            all.addAll(again);
            assertThat(all).containsAll(witness.settledFor(client.bare()));
            assertLogged(server, client.bare(), seen);
        }
        for (RawClient client : cast.senders()) {
            assertRoster(server, client.account(), witness.contactsOf(client.bare()));
        }
    }

    private static List<String> replayed(HermodServer server, Account account) {
        try (RawClient client = RawClient.login(server, account).available()) {
            List<String> bodies = client.bodies();
            client.logout();
            return bodies;
        }
    }

    /// Each sender's numbers rise: nothing twice, nothing out of order.
    private static void assertOrdered(List<String> bodies) {
        Map<String, Integer> last = new HashMap<>();
        for (String body : bodies) {
            int dash = body.lastIndexOf('-');
            int number = Integer.parseInt(body.substring(dash + 1));
            Integer before = last.put(body.substring(0, dash), number);
            assertThat(number).as(body).isGreaterThan(before == null ? 0 : before);
        }
    }

    private static void assertLogged(HermodServer server, String receiver, List<String> seen)
            throws Exception {
        List<String> logged =
                Database.embedded(server.data())
                        .query(
                                "SELECT substring(convert_from(stanza, 'UTF8') FROM '<body>([^<]*)</body>')"
                                        + " FROM log JOIN archive USING (archive_id) WHERE owner = ?",
                                receiver);
        assertThat(logged).containsAll(seen);
    }

    private static void assertRoster(HermodServer server, Account owner, Set<String> contacts) {
        try (RawClient client = RawClient.login(server, owner)) {
            Xml roster = client.iq("get", "", "<query xmlns='jabber:iq:roster'/>");
            List<String> kept =
                    roster.child("query").children().stream()
                            .map(item -> item.attr("jid"))
                            .toList();
            assertThat(kept).containsAll(contacts);
        }
    }
}
