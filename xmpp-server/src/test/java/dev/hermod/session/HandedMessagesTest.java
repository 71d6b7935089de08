package dev.hermod.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.feature.DomainService;
import dev.hermod.feature.Feature;
import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.SavedSession;
import dev.hermod.testing.TestClient;
import dev.hermod.testing.TestServer;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Packet;

/// Messages that a service answers for, such as those to rooms.
class HandedMessagesTest {
    private static final String TO_ALL =
            "<message to='coven@rooms.example.org' type='groupchat'><body>hello</body></message>";
    private static final String TO_JULIET =
            "<message to='juliet@example.org' type='chat'><body>hello</body></message>";

    private final CompletableFuture<Runnable> handed = new CompletableFuture<>();
    private final TestServer server = TestServer.with(new StoredMessagesFeature(), holding());
    private final TestClient romeo = server.login("romeo", "orchard");
    private final TestClient juliet = server.login("juliet", "balcony");

    @AfterEach
    void stop() {
        server.close();
    }

    private Feature holding() {
        return on ->
                on.serve(
                        "rooms.example.org",
                        new DomainService() {
                            @Override
                            public void receive(Packet stanza) {
                                receive(stanza, () -> {});
                            }

                            @Override
                            public void receive(Packet stanza, Runnable settled) {
                                handed.complete(settled);
                            }
                        });
    }

    private long keptUpTo() {
        String stream = Objects.requireNonNull(romeo.session().management().resumable()).id();
        return server.storage()
                .messageLog()
                .lastNumber(TestServer.jid("romeo@example.org"), stream);
    }

    private Runnable settled() {
        return handed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    @Spec("XEP-0198 5")
    void whatTheLogRemembersOfAStreamCoversNothingThatMayStillGetLost() {
        romeo.manage();
        romeo.send(TO_ALL, TO_JULIET);
        Runnable settled = settled();
        await().until(() -> server.storage().memoryLog().queued() == 0);
        assertThat(keptUpTo()).isNegative();
        settled.run();
        romeo.send(TO_JULIET);
        await().untilAsserted(() -> assertThat(keptUpTo()).isEqualTo(3));
    }

    @Test
    void nobodyNewComesWhileTheOthersAreWrittenDown() {
        server.sessions().close();
        assertThatThrownBy(() -> server.login("nurse", "chamber"))
                .hasStackTraceContaining("the server is stopping");
    }

    @Test
    @Spec("XEP-0198 5")
    void sessionIsNotWrittenDownWhileSomethingForItIsUnderWay() {
        romeo.manage();
        juliet.manage();
        romeo.send(TO_ALL);
        Runnable settled = settled();
        SessionEnd reason = new SessionEnd(StreamErrorCondition.SYSTEM_SHUTDOWN, "stopping");
        Thread stopping =
                Thread.ofVirtual()
                        .start(() -> server.sessions().stop(reason, Duration.ofSeconds(20)));
        juliet.awaitEnd();
        juliet.session()
                .deliver(
                        Stanzas.message(
                                TestClient.parse(
                                        "<message from='coven@rooms.example.org/romeo' type='groupchat'><body>in flight</body></message>")));
        settled.run();
        await().until(() -> !stopping.isAlive());
        List<SavedSession> saved = server.storage().savedSessions().take(10);
        assertThat(saved).hasSize(2);
        assertThat(saved)
                .filteredOn(one -> one.address().equals(juliet.address()))
                .singleElement()
                .satisfies(one -> assertThat(one.state()).contains("in flight"));
    }
}
