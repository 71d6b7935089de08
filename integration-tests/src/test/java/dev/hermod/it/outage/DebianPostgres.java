package dev.hermod.it.outage;

import static org.awaitility.Awaitility.await;

import dev.hermod.it.Database;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An installed PostgreSQL with a data directory of its own, to be stopped and started at will.
/// Runs as user `postgres` where the tests run as root.
public final class DebianPostgres {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path programs;
    private final Path root;
    private final Path wal;
    private final Path data;
    private final int port;
    private @Nullable Process server;

    private DebianPostgres(Path programs, Path root, Path wal, int port) {
        this.programs = programs;
        this.root = root;
        this.wal = wal;
        this.data = root.resolve("data");
        this.port = port;
    }

    /// Where the programs are, or null when PostgreSQL is not installed.
    public static @Nullable Path programs() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Path::compareTo)
                    .orElse(null);
        }
    }

    public static DebianPostgres create(Path programs) throws Exception {
        Path root = Files.createTempDirectory("hermod-it-pg-");
        return create(programs, root, root.resolve("wal"));
    }

    /// In these directories, which it makes and in the end deletes.
    ///
    /// @param wal for its write-ahead log
    static DebianPostgres create(Path programs, Path root, Path wal) throws Exception {
        Files.createDirectories(root);
        Files.createDirectories(wal);
        if (isRoot()) {
            run(List.of("chown", "postgres", root.toString(), wal.toString()));
        }
        DebianPostgres postgres = new DebianPostgres(programs, root, wal, freePort());
        run(
                asUser(
                        programs.resolve("initdb").toString(),
                        "-D",
                        postgres.data.toString(),
                        "-X",
                        wal.toString(),
                        "-U",
                        "hermod",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C"));
        postgres.start();
        run(
                List.of(
                        programs.resolve("createdb").toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(postgres.port),
                        "-U",
                        "hermod",
                        "hermod"));
        return postgres;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asUser(String... command) {
        List<String> line = new ArrayList<>();
        if (isRoot()) {
            line.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        line.addAll(List.of(command));
        return line;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("failed: " + command);
        }
    }

    void start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        asUser(
                                programs.resolve("postgres").toString(),
                                "-D",
                                data.toString(),
                                "-p",
                                String.valueOf(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "max_wal_size=64MB"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // After a kill -9 the children of the old one may hold its memory for a moment.
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    Process running = server;
                    if (running == null || !running.isAlive()) {
                        server = builder.start();
                    }
                    return answers();
                });
    }

    private boolean answers() {
        try {
            return database("postgres").query("SELECT 1").equals(List.of("1"));
        } catch (SQLException _) {
            return false;
        }
    }

    public Database database(String name) {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "hermod", "");
    }

    public String url() {
        return database("hermod").url();
    }

    private Process server() {
        Process running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        server().destroyForcibly();
        server().waitFor();
    }

    /// Stops all its processes in their tracks; they keep their connections and answer nothing.
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.add(String.valueOf(server().pid()));
        server().descendants().map(child -> String.valueOf(child.pid())).forEach(command::add);
        run(command);
    }

    /// Ends it and deletes its data.
    public void end() throws InterruptedException {
        if (server().isAlive()) {
            server().destroyForcibly();
            server().waitFor();
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    run(List.of("rm", "-rf", root.toString(), wal.toString()));
                    return true;
                });
    }
}
