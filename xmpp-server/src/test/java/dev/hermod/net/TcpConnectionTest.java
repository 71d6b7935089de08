package dev.hermod.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermod.session.Connection;
import dev.hermod.xml.FrozenElement;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestServer server = new TestServer();
    private int port;

    @BeforeEach
    void opens() throws Exception {
        port = server.listen(new Encryption.None()).port();
    }

    @AfterEach
    void closes() {
        server.close();
    }

    @Test
    void stanzasSentByteByByteAreReadOnce() throws Exception {
        try (var client = new TestClient(port)) {
            var stream =
                    RecordingStream.HEADER
                            + "<message id='1'><body>\u00e9\ud83d\ude00</body></message><iq id='2'/>";
            for (byte next : stream.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                client.send(new byte[] {next});
            }
            awaitEvents("opened", "message:1", "iq:2");
        }
    }

    @Test
    void answersToWhatCameTogetherAreFlushedTogether() throws Exception {
        var flushes = new AtomicInteger();
        server.onAccept =
                stream -> {
                    stream.connection.channel().pipeline().addFirst(new FlushCounter(flushes));
                    stream.onElement = TcpConnectionTest::echo;
                };
        try (var client = new TestClient(port)) {
            client.open();
            flushes.set(0);
            client.send(messages(200));

            assertThat(client.readUntil("id='199'/>")).isEqualTo(messages(200));
        }
        assertThat(flushes.get()).isBetween(1, 20);
    }

    @Test
    void writesGivenByOtherThreadsAreFlushedTogetherAndKeepTheirOrder() throws Exception {
        try (var client = new TestClient(port)) {
            client.open();
            var connection = server.stream().connection;
            var threads =
                    IntStream.range(0, 4)
                            .mapToObj(sender ->
                                    Thread.ofVirtual().start(() -> give(connection, sender)))
                            .toList();
            for (var thread : threads) {
                thread.join();
            }
            connection.execute(() -> connection.writeText("<end/>"));

            var lines = List.of(client.readUntil("<end/>").split("/", -1));
            for (int sender = 0; sender < 4; sender++) {
                var prefix = sender + ":";
                var own = lines.stream().filter(line -> line.startsWith(prefix)).toList();
                var expected = IntStream.range(0, 1_000).mapToObj(i -> prefix + i).toList();
                assertThat(own).isEqualTo(expected);
            }
        }
    }

    @Test
    void elementsThatCameWhilePausedAreReadAfterwards() throws Exception {
        server.onAccept =
                stream ->
                        stream.onElement =
                                (connection, _) -> {
                                    connection.pauseReading();
                                    Thread.ofVirtual()
                                            .start(() ->
                                                    connection.execute(connection::resumeReading));
                                };
        try (var client = new TestClient(port)) {
            client.open();
            client.send(messages(500));
            var expected = new ArrayList<>(List.of("opened"));
            IntStream.range(0, 500).forEach(i -> expected.add("message:" + i));

            awaitEvents(expected.toArray(String[]::new));
        }
    }

    @Test
    void pausedConnectionHandsNothingOver() throws Exception {
        server.onAccept = stream -> stream.onElement = (connection, _) -> connection.pauseReading();
        try (var client = new TestClient(port)) {
            client.open();
            client.send(messages(3));
            awaitEvents("opened", "message:0");
            var stream = server.stream();
            int before = stream.ticks.get();
            await().atMost(PATIENCE).until(() -> stream.ticks.get() > before + 1);

            assertThat(stream.events).containsExactly("opened", "message:0");
        }
    }

    @Test
    void restartedStreamIsReadFromTheNextByteOn() throws Exception {
        server.onAccept =
                stream ->
                        stream.onElement =
                                (connection, element) -> {
                                    if (element.localName().equals("auth")) {
                                        connection.restartStream();
                                    }
                                };
        try (var client = new TestClient(port)) {
            client.send(
                    RecordingStream.HEADER
                            + "<auth/>"
                            + RecordingStream.HEADER
                            + "<message id='1'/>");

            awaitEvents("opened", "auth:null", "opened", "message:1");
        }
    }

    @Test
    void whatWasWrittenIsSentBeforeTheConnectionCloses() throws Exception {
        server.onAccept =
                stream ->
                        stream.onElement =
                                (connection, _) -> {
                                    connection.writeText("x".repeat(8_000_000));
                                    connection.close();
                                    connection.writeText("too late");
                                };
        try (var client = new TestClient(port)) {
            client.open();
            client.send(messages(2));

            assertThat(client.readToEnd()).hasSize(8_000_000);
        }
        awaitEvents("opened", "message:0", "disconnected");
        assertThat(server.stream().cause.get()).isNull();
    }

    @Test
    void clientThatOnlyClosedItsOwnSideIsStillAnswered() throws Exception {
        try (var client = new TestClient(port)) {
            client.open();
            client.send("<message id='1'/></stream:stream>");
            client.socket().shutdownOutput();

            assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
        }
        awaitEvents("opened", "message:1", "closed", "disconnected");
        assertThat(server.stream().disconnections).hasValue(1);
    }

    @Test
    void clientThatNeverFinishesIsClosedAllTheSame() throws Exception {
        try (var client = new TestClient(port)) {
            client.open();
            client.send("</stream:stream>");
            assertThat(client.readToEnd()).isEqualTo("</stream:stream>");

            awaitEvents("opened", "closed", "disconnected");
        }
    }

    @Test
    void resetIsToldOnceWithItsCause() throws Exception {
        try (var client = new TestClient(port)) {
            client.open();
            client.socket().setSoLinger(true, 0);
        }
        awaitEvents("opened", "disconnected");
        assertThat(server.stream().cause.get()).isInstanceOf(java.io.IOException.class);
        assertThat(server.stream().disconnections).hasValue(1);
    }

    @Test
    void brokenXmlIsToldAndAnswered() throws Exception {
        try (var client = new TestClient(port)) {
            client.open();
            client.send("<message></presence><message id='2'/>");

            assertThat(client.readToEnd()).isEqualTo("<stream:error/></stream:stream>");
        }
        awaitEvents("opened", "malformed:NOT_WELL_FORMED", "disconnected");
    }

    @Test
    void streamThatThrowsLosesItsOwnConnectionOnly() throws Exception {
        server.onAccept =
                stream ->
                        stream.onElement =
                                (_, _) -> {
                                    throw new IllegalStateException("as the test wants it");
                                };
        try (var broken = new TestClient(port)) {
            broken.open();
            broken.send("<message id='1'/><message id='2'/>");
            assertThat(broken.readToEnd()).isEqualTo("<stream:error/></stream:stream>");
            awaitEvents("opened", "message:1", "broken", "disconnected");
            assertThat(server.stream().cause.get()).hasMessage("as the test wants it");
        }
        try (var other = new TestClient(port)) {
            other.open();
        }
    }

    @Test
    void streamThatThrowsInATaskEndsWithAnError() throws Exception {
        try (var broken = new TestClient(port)) {
            broken.open();
            server.stream()
                    .connection
                    .execute(() -> {
                        throw new IllegalStateException("as the test wants it");
                    });
            assertThat(broken.readToEnd()).isEqualTo("<stream:error/></stream:stream>");
        }
        awaitEvents("opened", "broken", "disconnected");
    }

    @Test
    void streamThatThrowsAgainWhileItEndsIsClosed() throws Exception {
        server.onAccept =
                stream -> {
                    stream.onElement =
                            (_, _) -> {
                                throw new IllegalStateException("as the test wants it");
                            };
                    stream.onBroken =
                            () -> {
                                throw new IllegalStateException("once more");
                            };
                };
        try (var broken = new TestClient(port)) {
            broken.open();
            broken.send("<message id='1'/>");
            assertThat(broken.readToEnd()).isEmpty();
        }
        awaitEvents("opened", "message:1", "broken", "disconnected");
    }

    @Test
    void streamThatThrowsInATickLosesItsOwnConnectionOnly() throws Exception {
        server.onAccept =
                stream -> {
                    if (server.streams.isEmpty()) {
                        stream.onTick =
                                () -> {
                                    throw new IllegalStateException("as the test wants it");
                                };
                    }
                };
        try (var broken = new TestClient(port)) {
            broken.open();
            try (var other = new TestClient(port)) {
                other.open();
                await().atMost(PATIENCE).until(() -> server.streams.getLast().ticks.get() > 2);
                awaitEvents("opened", "broken", "disconnected");
                assertThat(server.streams.getLast().disconnections).hasValue(0);
            }
        }
    }

    @Test
    void silentConnectionsAreClosedByTheirStreams() throws Exception {
        server.onAccept =
                stream ->
                        stream.onTick =
                                () -> {
                                    if (stream.ticks.get() > 3) {
                                        stream.connection.close();
                                    }
                                };
        var clients = new ArrayList<TestClient>();
        try {
            for (int i = 0; i < 2_000; i++) {
                clients.add(new TestClient(port));
            }
            await().atMost(PATIENCE).until(() -> server.streams.size() == 2_000);
            for (var client : clients) {
                assertThat(client.readToEnd()).isEmpty();
                client.close();
            }
            await().atMost(PATIENCE)
                    .until(() ->
                            server.streams.stream()
                                    .allMatch(stream -> stream.disconnections.get() == 1));
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void clientThatDoesNotReadIsServedNoFurther() throws Exception {
        var answer = "<message><body>" + "x".repeat(100_000) + "</body></message>";
        server.onAccept =
                stream -> stream.onElement = (connection, _) -> connection.writeText(answer);
        try (var client = new TestClient(port)) {
            client.open();
            Thread.ofVirtual().start(() -> sendQuietly(client, messages(20_000)));
            await().atMost(PATIENCE).until(() -> server.stream().events.size() > 10);
            var stream = server.stream();
            // One turn's worth may come in above the mark.
            awaitSteady(stream);
            assertThat(stream.events).hasSizeLessThan(10_000);
        }
    }

    @Test
    void scheduledTaskRunsUnlessTheConnectionIsGone() throws Exception {
        var ran = new AtomicInteger();
        try (var client = new TestClient(port)) {
            client.open();
            var connection = server.stream().connection;
            connection.schedule(ran::incrementAndGet, Duration.ofMillis(1));
            await().atMost(PATIENCE).until(() -> ran.get() == 1);
            connection.schedule(ran::incrementAndGet, Duration.ofSeconds(2));
        }
        awaitEvents("opened", "disconnected");
        try (var other = new TestClient(port)) {
            other.open();
            await().atMost(PATIENCE).until(() -> server.streams.getLast().ticks.get() >= 3);
        }
        assertThat(ran).hasValue(1);
    }

    @Test
    void pendingBytesCountWhatTheSocketHasNotTaken() throws Exception {
        try (var client = new TestClient(port)) {
            client.open();
            var connection = server.stream().connection;
            var pending = new AtomicInteger();
            connection.execute(() -> {
                connection.writeText("abc");
                pending.set((int) connection.pendingBytes());
            });
            client.readUntil("abc");
            assertThat(pending).hasValue(3);
            connection.execute(() -> pending.set((int) connection.pendingBytes()));
            await().atMost(PATIENCE).until(() -> pending.get() == 0);
        }
    }

    private static void awaitSteady(RecordingStream stream) {
        var last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> last.getAndSet(stream.events.size()) == stream.events.size());
    }

    private static void sendQuietly(TestClient client, String text) {
        try {
            client.send(text);
        } catch (SocketException _) {
            // The test is over.
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void echo(Connection connection, FrozenElement element) {
        connection.write(element, null);
    }

    private static void give(TcpConnection connection, int sender) {
        for (int i = 0; i < 1_000; i++) {
            var text = sender + ":" + i + "/";
            connection.execute(() -> connection.writeText(text));
        }
    }

    private static String messages(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("<message id='").append(i).append("'/>");
        }
        return text.toString();
    }

    private void awaitEvents(String... expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.stream().events).containsExactly(expected));
    }

    private static final class FlushCounter extends ChannelOutboundHandlerAdapter {
        private final AtomicInteger flushes;

        FlushCounter(AtomicInteger flushes) {
            this.flushes = flushes;
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes.incrementAndGet();
            ctx.flush();
        }
    }
}
