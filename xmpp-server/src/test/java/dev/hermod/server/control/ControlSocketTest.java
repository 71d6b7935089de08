package dev.hermod.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    @TempDir Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void commandIsCarriedOutWithItsArgumentsAndItsOutputAndStatusComeBack() throws IOException {
        CommandRunner runner =
                (arguments, streams) -> {
                    streams.out().println("told " + arguments);
                    streams.err().println("warned");
                    return 7;
                };
        try (var _ = ControlServer.open(data, runner)) {
            assertThat(run(List.of("account", "list", "é ☃"), "")).isEqualTo(7);
        }
        assertThat(out).hasToString("told [account, list, é ☃]\n");
        assertThat(err).hasToString("warned\n");
    }

    @Test
    void inputAndOutputOfAnySizeArriveWhole() throws IOException {
        byte[] sent = new byte[1_000_000];
        new Random(1).nextBytes(sent);
        var received = new AtomicReference<byte[]>();
        String printed = "x😀é".repeat(50_000);
        CommandRunner runner =
                (_, streams) -> {
                    received.set(all(streams.in()));
                    streams.out().print(printed);
                    return 0;
                };
        try (var _ = ControlServer.open(data, runner)) {
            assertThat(run(List.of("import"), new ByteArrayInputStream(sent))).isZero();
        }
        assertThat(received.get()).isEqualTo(sent);
        assertThat(out).hasToString(printed);
    }

    @Test
    void dataComesWholeAndApartFromWhatIsPrinted() throws IOException {
        byte[] made = new byte[1_000_000];
        new Random(2).nextBytes(made);
        CommandRunner runner =
                (_, streams) -> {
                    write(streams.data(), made);
                    streams.out().print("done");
                    return 0;
                };
        var data = new ByteArrayOutputStream();
        try (var _ = ControlServer.open(this.data, runner);
                ControlClient client = ControlClient.connect(this.data).orElseThrow()) {
            var streams =
                    new Streams(
                            InputStream.nullInputStream(),
                            new PrintWriter(out),
                            new PrintWriter(err),
                            data);
            assertThat(client.run(List.of("backup"), streams)).isZero();
        }
        assertThat(data.toByteArray()).isEqualTo(made);
        assertThat(out).hasToString("done");
    }

    private static void write(OutputStream data, byte[] made) {
        try {
            data.write(made[0]);
            data.write(made, 1, made.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void commandThatReadsNothingEndsThoughMuchIsSent() throws IOException {
        try (var _ = ControlServer.open(data, (_, _) -> 3)) {
            assertThat(run(List.of("x"), new ByteArrayInputStream(new byte[5_000_000])))
                    .isEqualTo(3);
        }
    }

    @Test
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        try (var _ = ControlServer.open(data, (_, _) -> 0)) {
            RunDirectory directory = RunDirectory.of(data);
            assertThat(permissions(directory.path())).isEqualTo("rwx------");
            assertThat(permissions(directory.socket())).isEqualTo("rw-------");
        }
    }

    @Test
    void directoryThatOthersMayEnterIsClosedToThem() throws IOException {
        Path run = Files.createDirectory(data.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var _ = ControlServer.open(data, (_, _) -> 0)) {
            assertThat(permissions(run)).isEqualTo("rwx------");
        }
    }

    @Test
    void linkInPlaceOfTheDirectoryIsRefused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(data.resolve("run"), elsewhere);
        assertThatThrownBy(() -> ControlServer.open(data, (_, _) -> 0).close())
                .hasMessageContaining("not a directory");
    }

    @Test
    void socketOfADeadServerIsNoServerAndIsReplaced() throws IOException {
        RunDirectory directory = RunDirectory.of(data);
        directory.create();
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(directory.socket()));
        }
        assertThat(directory.socket()).exists();
        assertThat(ControlClient.connect(data)).isEmpty();
        try (var _ = ControlServer.open(data, (_, _) -> 5)) {
            assertThat(run(List.of(), "")).isEqualTo(5);
        }
        assertThat(directory.socket()).doesNotExist();
        assertThat(ControlClient.connect(data)).isEmpty();
    }

    @Test
    void dataDirectoryWithALongPathIsReachedAllTheSame() throws IOException {
        data = Files.createDirectories(data.resolve("d".repeat(120)).resolve("e".repeat(120)));
        try (var _ = ControlServer.open(data, (_, _) -> 5)) {
            assertThat(run(List.of(), "")).isEqualTo(5);
        }
    }

    @Test
    void inputOfAClientThatIsGoneIsNotTakenForWhole() throws Exception {
        var outcome = new CompletableFuture<String>();
        CommandRunner runner =
                (_, streams) -> {
                    try {
                        outcome.complete("read " + streams.in().readAllBytes().length);
                    } catch (IOException e) {
                        outcome.completeExceptionally(e);
                    }
                    return 0;
                };
        try (var _ = ControlServer.open(data, runner)) {
            try (SocketChannel raw = raw()) {
                send(raw, "{\"arguments\":[\"import\"]}\n{\"input\":\"YQ==\"}\n");
            }
            assertThatThrownBy(() -> outcome.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(EOFException.class);
        }
    }

    @Test
    void whatIsNoRequestRunsNothing() throws IOException {
        var runs = new AtomicInteger();
        CommandRunner runner = (_, _) -> runs.incrementAndGet();
        try (var _ = ControlServer.open(data, runner)) {
            for (String line :
                    List.of(
                            "nonsense\n",
                            "{\"exit\":0}\n",
                            "{\"arguments\":\"x\"}\n",
                            "{\"arguments\":[],\"x\":1}\n",
                            "[\"\n",
                            "x".repeat(FrameChannel.LONGEST_LINE + 1))) {
                try (SocketChannel raw = raw()) {
                    send(raw, line);
                    assertThat(read(raw)).as(line).isNegative();
                }
            }
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void commandsBeyondAFewAtOnceAreToldToComeLater() throws Exception {
        var started = new CountDownLatch(8);
        var go = new CountDownLatch(1);
        CommandRunner runner =
                (_, _) -> {
                    started.countDown();
                    return awaited(go) ? 0 : 9;
                };
        try (var _ = ControlServer.open(data, runner)) {
            List<CompletableFuture<Integer>> running =
                    Stream.generate(this::runElsewhere).limit(8).toList();
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(run(List.of("ninth"), "")).isEqualTo(1);
            assertThat(err.toString()).contains("busy with other commands, try again later");
            go.countDown();
            for (CompletableFuture<Integer> each : running) {
                assertThat(each.get(20, TimeUnit.SECONDS)).isZero();
            }
            await().untilAsserted(() -> assertThat(run(List.of("tenth"), "")).isZero());
        }
    }

    @Test
    void peerMustBeTheOwnerOrRoot() throws IOException {
        try (var _ = ControlServer.open(data, (_, _) -> 0);
                SocketChannel raw = raw()) {
            var mine = PeerCheck.ownerOf(RunDirectory.of(data).socket());
            assertThat(mine.allows(raw)).isTrue();
        }
    }

    private CompletableFuture<Integer> runElsewhere() {
        var result = new CompletableFuture<Integer>();
        Thread.startVirtualThread(() -> {
            try (ControlClient client = ControlClient.connect(data).orElseThrow()) {
                var nowhere = new PrintWriter(new StringWriter());
                var streams = new Streams(InputStream.nullInputStream(), nowhere, nowhere);
                result.complete(client.run(List.of(), streams));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private int run(List<String> arguments, String input) throws IOException {
        return run(arguments, new ByteArrayInputStream(input.getBytes(UTF_8)));
    }

    private int run(List<String> arguments, InputStream input) throws IOException {
        try (ControlClient client = ControlClient.connect(data).orElseThrow()) {
            return client.run(
                    arguments, new Streams(input, new PrintWriter(out), new PrintWriter(err)));
        }
    }

    private SocketChannel raw() throws IOException {
        SocketChannel raw = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (var route = SocketRoute.to(RunDirectory.of(data).socket())) {
            raw.connect(route.address());
        }
        return raw;
    }

    private static void send(SocketChannel raw, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            raw.write(bytes);
        }
    }

    /// A connection that is cut off with bytes unread is reset, which is as good as ended.
    private static int read(SocketChannel raw) {
        try {
            return raw.read(ByteBuffer.allocate(10));
        } catch (IOException _) {
            return -1;
        }
    }

    private static byte[] all(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
