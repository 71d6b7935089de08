package dev.hermod.it.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.it.Account;
import dev.hermod.it.HermodServer;
import dev.hermod.it.Peers;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private @Nullable DebianPostgres postgres;
    private @Nullable HermodServer server;

    @BeforeAll
    void start() throws Exception {
        Path programs = DebianPostgres.programs();
        if (!Peers.required()) {
            assumeThat(programs).as("an installed PostgreSQL").isNotNull();
        }
        if (programs == null) {
            throw new AssertionError("no PostgreSQL is installed");
        }
        DebianPostgres started = DebianPostgres.create(programs);
        postgres = started;
        server =
                HermodServer.start(
                        Map.of(
                                "HERMOD_STORAGE__URL",
                                started.url(),
                                "HERMOD_STORAGE__USER",
                                "hermod",
                                "HERMOD_STORAGE__CONNECT_SECONDS",
                                "2"),
                        30);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.end();
        }
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

    @BeforeEach
    void databaseIsThere() throws Exception {
        postgres().start();
        await().atMost(PATIENCE).until(() -> server().ready() == 200);
    }

    @Test
    void killedDatabaseRefusesMessagesForNowAndEverythingElseGoesOn() throws Exception {
        try (RawClient unlucky = server().client().available();
                RawClient one = server().client().available();
                RawClient two = server().client().available()) {
            one.chat(two.bare(), "before");
            assertThat(two.message().body()).isEqualTo("before");
            int losses = losses();
            postgres().kill();
            // This one may be on its way to the database just then: nobody knows what became of it.
            unlucky.chat(two.bare(), "in flight");
            await().atMost(PATIENCE).until(() -> losses() > losses);
            refusedThenGoesOn(one, two);
            assertThat(server().ready()).isEqualTo(503);
            postgres().start();
            recovers(one, two, toldOf(unlucky));
        }
    }

    /// The bodies that come when nothing was refused: a message is delivered or refused, never both
    /// and never neither.
    private static List<String> toldOf(RawClient sender) {
        boolean refused =
                sender.sync().stream().anyMatch(stanza -> stanza.attr("type").equals("error"));
        return refused ? List.of() : List.of("in flight");
    }

    /// How often the message log has said that its connection is gone.
    private int losses() {
        return server().log().split("lost its connection", -1).length;
    }

    @Test
    void frozenDatabaseIsNoticedAndNothingIsAcknowledgedMeanwhile() throws Exception {
        try (RawClient one = server().client().available();
                RawClient two = server().client().available()) {
            one.chat(two.bare(), "before");
            assertThat(two.message().body()).isEqualTo("before");
            postgres().freeze();
            try {
                one.chat(two.bare(), "in flight");
                one.send("<presence to='" + two.jid() + "'/>");
                assertThat(two.iq("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>").attr("type"))
                        .isEqualTo("result");
                assertThat(two.bodies()).isEmpty();
            } finally {
                postgres().thaw();
            }
            recovers(one, two, toldOf(one));
        }
    }

    @Test
    void loginWhileTheDatabaseIsAwayFailsForNowAndWorksAgainLater() throws Exception {
        Account account = server().account();
        postgres().kill();
        try (dev.hermod.it.RawStream stream = dev.hermod.it.RawStream.plain(server())) {
            stream.open();
            Xml failure = new dev.hermod.it.Sasl(stream).scram("SHA-256", account);
            assertThat(failure.child("temporary-auth-failure")).isNotNull();
        } finally {
            postgres().start();
        }
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .untilAsserted(() -> RawClient.login(server(), account).close());
    }

    private static void refusedThenGoesOn(RawClient one, RawClient two) {
        String id = one.chat(two.bare(), "lost?");
        Xml refusal = one.stanza("message");
        assertThat(refusal.attr("id")).isEqualTo(id);
        assertThat(refusal.condition()).isEqualTo("resource-constraint");
        assertThat(refusal.child("error").attr("type")).isEqualTo("wait");
        assertThat(one.iq("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>").attr("type"))
                .isEqualTo("result");
        one.send("<presence to='" + two.jid() + "'><status>still here</status></presence>");
        assertThat(two.stanza("presence").child("status").text()).isEqualTo("still here");
        one.message(two.jid(), "headline", "not kept");
        // What was in flight may have been committed, and then came first.
        two.receive(stanza -> stanza.body().equals("not kept"));
    }

    /// Tries again until the server takes a message; the receiver gets that one and what it was
    /// owed before, and nothing that was refused.
    private static void recovers(RawClient one, RawClient two, List<String> owed) {
        await().atMost(PATIENCE)
                .until(() -> {
                    one.chat(two.bare(), "after");
                    return one.sync().stream()
                            .noneMatch(stanza -> stanza.attr("type").equals("error"));
                });
        List<String> expected = new ArrayList<>(owed);
        expected.add("after");
        assertThat(two.bodies()).isEqualTo(expected);
    }
}
