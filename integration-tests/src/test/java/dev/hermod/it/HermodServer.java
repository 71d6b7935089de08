package dev.hermod.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A server in a process of its own, on the shipped sample configuration with free ports, and its
/// accounts.
public final class HermodServer implements AutoCloseable {
    public static final String DOMAIN = "localhost";
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration STOP = Duration.ofSeconds(45);

    private final ServerDirectory directory;
    private final HermodCommand command;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger starts = new AtomicInteger();
    private int accounts;
    private @Nullable Process process;
    private volatile Map<String, InetSocketAddress> addresses = Map.of();

    private HermodServer(ServerDirectory directory, Path config, Map<String, String> environment) {
        this.directory = directory;
        Map<String, String> all = new HashMap<>(freePorts());
        all.putAll(environment);
        this.command = new HermodCommand(config, directory.data(), all);
    }

    /// Starts a server in a new directory, with the settings of the sample but for these, and adds
    /// accounts for tests to take.
    public static HermodServer start(Map<String, String> environment, int accounts) {
        return started(
                new HermodServer(ServerDirectory.create(), HermodCommand.SAMPLE, environment),
                accounts);
    }

    /// The same on the sample with components, which no environment variable can name.
    ///
    /// @param components secrets by domain
    public static HermodServer withComponents(Map<String, String> components, int accounts) {
        String lines =
                components.entrySet().stream()
                        .map(one ->
                                "  %s: { secret: '%s' }\n".formatted(one.getKey(), one.getValue()))
                        .collect(Collectors.joining());
        ServerDirectory directory = ServerDirectory.create();
        Path config = directory.file("hermod.yaml");
        try {
            String sample = Files.readString(HermodCommand.SAMPLE);
            Files.writeString(config, sample.replace("components: {}\n", "components:\n" + lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return started(new HermodServer(directory, config, Map.of()), accounts);
    }

    private static HermodServer started(HermodServer server, int accounts) {
        server.start();
        server.importAccounts(accounts);
        return server;
    }

    private static Map<String, String> freePorts() {
        return Stream.of("C2S", "C2S_TLS", "S2S", "S2S_TLS", "COMPONENT", "HTTP", "HTTPS", "ADMIN")
                .collect(
                        Collectors.toMap(name -> "HERMOD_LISTENERS__" + name + "__PORT", _ -> "0"));
    }

    /// Starts it again after [#kill] or [#stop], on the same data.
    public void start() {
        try {
            Path out = directory.file("out-" + starts.incrementAndGet());
            Process started =
                    command.builder("run")
                            .redirectOutput(out.toFile())
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                            .start();
            process = started;
            addresses = ReadyLine.await(started, out, directory.log(), START);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void importAccounts(int count) {
        String lines =
                IntStream.range(0, count)
                        .mapToObj(this::numbered)
                        .map(account -> account.jid() + "," + account.password() + "\n")
                        .collect(Collectors.joining());
        command.ok(lines, "account", "import", "-");
        accounts = count;
    }

    private Account numbered(int number) {
        return new Account("user" + number, DOMAIN, "pass-word-" + number);
    }

    /// An account that no other test has.
    public Account account() {
        int number = taken.getAndIncrement();
        if (number >= accounts) {
            throw new IllegalStateException(
                    "more accounts wanted than the " + accounts + " there are");
        }
        return numbered(number);
    }

    /// The command line, on this server's data.
    public HermodCommand command() {
        return command;
    }

    /// Where a listener can be reached from here.
    public InetSocketAddress address(String listener) {
        return Optional.ofNullable(addresses.get(listener))
                .orElseThrow(() -> new AssertionError("no " + listener + " among " + addresses));
    }

    public Map<String, InetSocketAddress> addresses() {
        return addresses;
    }

    public Path data() {
        return directory.data();
    }

    /// What the server has logged.
    public String log() {
        try {
            return Files.readString(directory.log(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The status that those get who ask whether it is ready for work.
    public int ready() throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/health/ready".formatted(address("admin").getPort()));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /// A session of an account that no other test has.
    public RawClient client() {
        return RawClient.login(this, account());
    }

    public Process process() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /// `kill -9`.
    public void kill() {
        process().destroyForcibly();
        exit();
    }

    /// SIGTERM; returns the exit status.
    public int stop() {
        process().destroy();
        return exit();
    }

    /// The exit status of a server that ends now.
    public int exit() {
        try {
            if (!process().waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end\n" + log());
            }
            return process().exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process().isAlive()) {
            process().destroy();
            try {
                if (!process().waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                    process().destroyForcibly();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        directory.delete();
    }
}
