package dev.hermod.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.Spec;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Verdict;
import dev.hermod.session.StoredMessagesFeature;
import dev.hermod.stanza.Stanzas;
import dev.hermod.testing.TestClient;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

class ComponentRoutingTest {
    private static final String SLOW = "urn:test:slow";

    private final CountDownLatch slow = new CountDownLatch(1);
    private final TestComponents components =
            new TestComponents(new StoredMessagesFeature(), new TestFeature());
    private final TestClient romeo = components.server.login("romeo", "orchard");

    /// Answers a request when it is let, and rejects messages that say "blocked".
    private final class TestFeature implements Feature {
        @Override
        public void install(Installation on) {
            on.onIqBlocking(
                    IqScope.ANY_ACCOUNT,
                    IQ.Type.get,
                    SLOW,
                    "query",
                    ComponentRoutingTest.this::slowly);
            on.onMessage(
                    Stage.CHECK,
                    (message, _) ->
                            "blocked".equals(message.getBody())
                                    ? Verdict.reject(PacketError.Condition.not_acceptable)
                                    : Verdict.PASS);
        }
    }

    private IQ slowly(IqRequest request) {
        try {
            assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return request.result();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        components.close();
    }

    private static void available(TestClient client) {
        client.session().presence(Stanzas.presence(TestClient.parse("<presence/>")));
    }

    private static @Nullable String body(FrozenElement message) {
        FrozenElement body = message.child("body", Stanzas.CLIENT);
        return body == null ? null : body.text();
    }

    private static String chat(String from, String to, String body) {
        return "<message type='chat' from='%s' to='%s'><body>%s</body></message>"
                .formatted(from, to, body);
    }

    private static void refused(FrozenElement stanza) {
        FrozenElement error = Objects.requireNonNull(stanza.child("error", Stanzas.CLIENT));
        assertThat(error.attr("type")).isEqualTo("wait");
        assertThat(error.child("remote-server-timeout", Stanzas.ERRORS)).isNotNull();
        assertThat(stanza.attr("from")).endsWith(TestComponents.DOMAIN);
    }

    @Test
    void stanzasGoBothWays() {
        TestComponent echo = components.connect();
        romeo.send("<message to='bot@echo.example.org/x' id='1'><body>hello</body></message>");
        FrozenElement heard = echo.next();
        assertThat(body(heard)).isEqualTo("hello");
        assertThat(heard.attr("from")).isEqualTo("romeo@example.org/orchard");
        assertThat(heard.attr("to")).isEqualTo("bot@echo.example.org/x");
        echo.send(chat("bot@echo.example.org/x", "romeo@example.org/orchard", "hello back"));
        FrozenElement answer = romeo.next();
        assertThat(answer.namespace()).isEqualTo(Stanzas.CLIENT);
        assertThat(body(answer)).isEqualTo("hello back");
        assertThat(answer.attr("from")).isEqualTo("bot@echo.example.org/x");
    }

    @Test
    void headlinesToAComponentAreNotLoggedAndMessagesToAccountsAre() {
        TestComponent echo = components.connect();
        components.server.storage().memoryLog().holdCommits();
        romeo.send(
                "<message to='echo.example.org' type='headline'><body>unlogged</body></message>");
        assertThat(body(echo.next())).isEqualTo("unlogged");
        echo.send(chat("echo.example.org", "romeo@example.org/orchard", "logged"));
        await().until(() -> components.server.storage().memoryLog().queued() == 1);
        assertThat(romeo.connection().elements()).isEmpty();
        components.server.storage().memoryLog().letCommit(1);
        FrozenElement logged = romeo.next();
        assertThat(body(logged)).isEqualTo("logged");
        assertThat(logged.child("stanza-id", "urn:xmpp:sid:0")).isNotNull();
    }

    @Test
    void messageOfAComponentWaitsForAnAccountThatIsAway() {
        components.server.account("juliet");
        components.connect().send(chat("echo.example.org", "juliet@example.org", "later"));
        await().until(() -> components.server.storage().memoryLog().queued() == 0);
        TestClient juliet = components.server.login("juliet", "balcony");
        available(juliet);
        assertThat(body(juliet.next())).isEqualTo("later");
    }

    @Test
    void stagesApplyToComponentsToo() {
        TestComponent echo = components.connect();
        echo.send(chat("echo.example.org", "romeo@example.org/orchard", "blocked"));
        assertThat(
                        Objects.requireNonNull(echo.next().child("error", Stanzas.CLIENT))
                                .child("not-acceptable", Stanzas.ERRORS))
                .isNotNull();
    }

    @Test
    void requestsAndAnswersPassBothWays() {
        TestComponent echo = components.connect();
        romeo.send("<iq type='get' id='v' to='echo.example.org'><query xmlns='urn:test'/></iq>");
        assertThat(echo.next().attr("id")).isEqualTo("v");
        echo.send(
                "<iq type='result' id='v' from='echo.example.org' to='romeo@example.org/orchard'/>");
        assertThat(romeo.next().attr("type")).isEqualTo("result");
        echo.send(
                "<iq type='get' id='q' from='a@echo.example.org' to='example.org'><query xmlns='urn:none'/></iq>");
        FrozenElement answer = echo.next();
        assertThat(answer.attr("type")).isEqualTo("error");
        assertThat(answer.attr("to")).isEqualTo("a@echo.example.org");
    }

    @Test
    void componentsReachEachOther() {
        TestComponent echo = components.connect();
        TestComponent gateway = components.accept().connect(TestComponents.OTHER, "other");
        echo.send(chat("a@echo.example.org", "b@gateway.example.net", "hi"));
        assertThat(gateway.next().attr("from")).isEqualTo("a@echo.example.org");
    }

    @Test
    @Spec("RFC 6120 8.3.3.17")
    void absentComponentIsAnErrorToMessagesAndRequests() {
        romeo.send(
                "<message to='bot@echo.example.org' id='1'><body>x</body></message>",
                "<iq type='get' id='2' to='echo.example.org'><query xmlns='urn:test'/></iq>");
        List<FrozenElement> received = romeo.received();
        assertThat(received).extracting(stanza -> stanza.attr("id")).containsExactly("1", "2");
        assertThat(received).allSatisfy(ComponentRoutingTest::refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<presence to='bot@echo.example.org'/>",
                "<presence to='bot@echo.example.org' type='subscribe'/>",
                "<message to='bot@echo.example.org' type='error'><body>x</body></message>",
                "<iq type='result' id='2' to='echo.example.org'/>",
                "<iq type='error' id='2' to='echo.example.org'/>",
            })
    void otherStanzasToAnAbsentComponentAreDropped(String stanza) {
        romeo.send(stanza);
        assertThat(romeo.received()).isEmpty();
    }

    @Test
    void componentComesAndGoesWithoutARestart() {
        TestComponent first = components.connect();
        assertThat(components.server.features().serviceDomains())
                .containsExactly(TestComponents.DOMAIN);
        first.vanish();
        assertThat(components.server.features().serviceDomains()).isEmpty();
        romeo.send("<message to='echo.example.org' id='1'><body>x</body></message>");
        assertThat(romeo.received()).singleElement().satisfies(ComponentRoutingTest::refused);
        TestComponent second = components.connect();
        romeo.send("<message to='echo.example.org' id='2'><body>x</body></message>");
        assertThat(second.next().attr("id")).isEqualTo("2");
    }

    @Test
    void sendersAreSharedAmongStreamsAndEachKeepsItsOrder() {
        List<TestComponent> streams =
                List.of(components.connect(), components.connect(), components.connect());
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            clients.add(components.server.login("user" + i, "r"));
        }
        for (int number = 0; number < 10; number++) {
            for (TestClient client : clients) {
                client.send(
                        "<message to='n%d@echo.example.org' id='%d'/>".formatted(number, number));
            }
        }
        List<String> senders = new ArrayList<>();
        for (TestComponent stream : streams) {
            List<FrozenElement> all = new ArrayList<>();
            stream.connection.elements().drainTo(all);
            assertThat(all).isNotEmpty();
            for (TestClient client : clients) {
                List<String> ids =
                        all.stream()
                                .filter(one -> client.address().toString().equals(one.attr("from")))
                                .map(one -> String.valueOf(one.attr("id")))
                                .toList();
                if (!ids.isEmpty()) {
                    assertThat(ids)
                            .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
                    senders.add(client.address().toString());
                }
            }
        }
        assertThat(senders).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void answerGoesToTheStreamThatAsked() {
        TestComponent[] streams = {
            components.connect(), components.connect(), components.connect()
        };
        for (int i = 0; i < streams.length; i++) {
            streams[i].send(
                    "<iq type='get' id='q%d' from='echo.example.org' to='romeo@example.org/orchard'><query xmlns='jabber:iq:version'/></iq>"
                            .formatted(i));
            FrozenElement request = romeo.next();
            romeo.send(
                    "<iq type='result' id='%s' to='echo.example.org'/>"
                            .formatted(request.attr("id")));
            assertThat(streams[i].next().attr("id")).isEqualTo("q" + i);
        }
    }

    @Test
    void whatWasOnItsWayToALostStreamGoesToAnother() {
        TestComponent first = components.connect();
        TestComponent second = components.connect();
        first.onLoop(() -> {
            // Nothing runs on the loop meanwhile, so what another thread delivers comes too late.
            Thread other =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 20; i++) {
                                    components
                                            .server
                                            .router()
                                            .route(
                                                    Stanzas.stanza(
                                                            TestClient.parse(
                                                                    "<message from='u%d@example.org' to='echo.example.org'/>"
                                                                            .formatted(i))));
                                }
                            });
            try {
                assertThat(other.join(Duration.ofSeconds(20))).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            first.stream.disconnected(null);
        });
        await().until(() -> second.connection.elements().size() == 20);
        assertThat(first.connection.elements()).isEmpty();
    }

    @Test
    void whatWasOnItsWayToTheLastStreamComesBack() {
        TestComponent only = components.connect();
        only.onLoop(() -> {
            only.stream.closed();
            var component =
                    Objects.requireNonNull(components.components.find(TestComponents.DOMAIN));
            only.stream.deliver(
                    Stanzas.stanza(
                            TestClient.parse(
                                    "<message id='1' from='romeo@example.org/orchard' to='echo.example.org'/>")),
                    component::receive);
        });
        refused(romeo.next());
    }

    @Test
    void componentThatDoesNotReadIsCutOff() {
        TestComponent deaf = components.connect();
        deaf.connection.pendingBytes(TestComponents.QUEUE_BYTES + 1);
        romeo.send("<message to='echo.example.org' id='1'/>");
        assertThat(deaf.next().attr("id")).isEqualTo("1");
        deaf.ended(StreamErrorCondition.RESOURCE_CONSTRAINT);
        assertThat(components.server.features().serviceDomains()).isEmpty();
    }

    @Test
    void componentThatFloodsIsReadFromMoreSlowly() {
        TestComponent flood =
                new TestComponent(components.server.connection(), components.parts(50))
                        .connect(TestComponents.DOMAIN, TestComponents.SECRET);
        String[] stanzas = new String[400];
        Arrays.fill(stanzas, "<message from='echo.example.org' to='nobody@example.org/x'/>");
        flood.send(stanzas);
        assertThat(flood.connection.pauses()).isPositive();
        assertThat(flood.connection.isClosed()).isFalse();
        await().until(flood.connection::reading);
    }

    @Test
    @Spec("RFC 6120 10.1")
    void stanzasOfOneSenderWaitForEachOtherAndThoseOfOthersDoNot() {
        TestComponent echo = components.connect();
        echo.send(
                "<iq type='get' id='slow' from='a@echo.example.org' to='romeo@example.org'><query xmlns='urn:test:slow'/></iq>",
                "<message from='a@echo.example.org/2' to='romeo@example.org/orchard' id='behind'/>",
                "<message from='b@echo.example.org' to='romeo@example.org/orchard' id='beside'/>");
        assertThat(romeo.next().attr("id")).isEqualTo("beside");
        slow.countDown();
        assertThat(romeo.next().attr("id")).isEqualTo("behind");
        assertThat(echo.next().attr("id")).isEqualTo("slow");
    }

    @Test
    void componentAheadOfItsWorkIsNotReadFrom() {
        TestComponent echo = components.connect();
        echo.send(
                "<iq type='get' id='slow' from='a@echo.example.org' to='romeo@example.org'><query xmlns='urn:test:slow'/></iq>");
        assertThat(echo.connection.reading()).isTrue();
        for (int i = 0; i < 40; i++) {
            echo.send("<message from='a@echo.example.org' to='romeo@example.org/orchard'/>");
        }
        assertThat(echo.connection.reading()).isFalse();
        slow.countDown();
        await().until(echo.connection::reading);
        for (int i = 0; i < 40; i++) {
            assertThat(romeo.next().localName()).isEqualTo("message");
        }
    }

    @Test
    void stopOfTheServerEndsStreamsOnceTheirWorkIsDone() {
        TestComponent echo = components.connect();
        components.server.storage().memoryLog().holdCommits();
        echo.send(chat("echo.example.org", "romeo@example.org/orchard", "last"));
        await().until(() -> components.server.storage().memoryLog().queued() == 1);
        Thread stopping =
                Thread.ofVirtual()
                        .start(() ->
                                components.components.endAll(
                                        new SessionEnd(StreamErrorCondition.SYSTEM_SHUTDOWN, null),
                                        Duration.ofSeconds(20)));
        echo.ended(StreamErrorCondition.SYSTEM_SHUTDOWN);
        assertThat(stopping.isAlive()).isTrue();
        components.server.storage().memoryLog().letCommit(1);
        assertThat(body(romeo.next())).isEqualTo("last");
        await().until(() -> !stopping.isAlive());
    }
}
