package dev.hermod.storage.jdbc.embedded;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One start: makes what is missing, takes over or stops what an earlier Hermod left, and ends with
/// a server that accepts our password.
final class Starter {
    private static final Logger log = LoggerFactory.getLogger(Starter.class);

    /// Children of a killed postmaster go on for a moment, and hold the shared memory as long.
    private static final Duration CHILDREN_LIMIT = Duration.ofSeconds(20);

    private static final Duration CHILDREN_PAUSE = Duration.ofMillis(200);
    private static final int PORT_ATTEMPTS = 10;

    private final Layout layout;
    private final EmbeddedPostgresOptions options;
    private final Cluster cluster;
    private final Postmaster postmaster;

    /// A server that runs.
    record Running(Postmaster postmaster, ProcessHandle process, Login login) {}

    private Starter(Cluster cluster, Postmaster postmaster) {
        this.layout = cluster.layout();
        this.options = cluster.options();
        this.cluster = cluster;
        this.postmaster = postmaster;
    }

    static Running start(Layout layout, EmbeddedPostgresOptions options, ServerLog serverLog)
            throws StorageStartException, InterruptedException {
        Cluster.requireMajor(layout, Binaries.bundledVersion());
        Cluster.requireSpace(layout);
        var shared = options.binariesDirectory();
        var binaries =
                Binaries.install(shared == null ? layout.root() : shared, Platform.current());
        var account = AccountChoice.choose(layout, binaries);
        var cluster = new Cluster(layout, new Programs(binaries, account), options);
        var running = new Starter(cluster, new Postmaster(cluster, serverLog)).run();
        if (shared == null) {
            Binaries.deleteOthers(layout.root(), binaries);
        }
        return running;
    }

    private Running run() throws StorageStartException, InterruptedException {
        var password = Credentials.read(layout.password());
        var leftover = new ClusterProcesses(layout.cluster()).leftover();
        if (leftover.isPresent()) {
            var process = leftover.get();
            if (password.isPresent() && isUsable(process, password.get())) {
                log.info("Took over the PostgreSQL (process {}) of an earlier run", process.pid());
                return new Running(postmaster, process, login(process, password.get()));
            }
            stop(process);
        }
        cluster.writeSettings(port());
        return launch(password.isPresent() ? prepared(password.get()) : prepared());
    }

    /// Whether it is ready and of the same programs and settings as we would start.
    private boolean isUsable(ProcessHandle process, Credentials credentials)
            throws StorageStartException, InterruptedException {
        var ours = cluster.programs().binaries().program("postgres");
        var same = ClusterProcesses.program(process).map(ours::equals).orElse(false);
        var port = cluster.port();
        if (!same || port.isEmpty() || !cluster.hasSettings(port.getAsInt())) {
            return false;
        }
        var launch = new Postmaster.Launch(process, 0);
        var outcome = postmaster.await(launch, Instant.now().plus(options.startTimeout()));
        return outcome instanceof Postmaster.Outcome.Ready && login(process, credentials).works();
    }

    private Login login(ProcessHandle process, Credentials credentials)
            throws StorageStartException {
        var port =
                PidFile.read(layout.cluster())
                        .filter(file -> file.pid() == process.pid())
                        .orElseThrow(() ->
                                new StorageStartException(
                                        "PostgreSQL ended while it was asked for its port."))
                        .port();
        return new Login(port, credentials);
    }

    private static void stop(ProcessHandle process) throws StorageStartException {
        log.info("Stopping the PostgreSQL (process {}) of an earlier run", process.pid());
        if (!Postmaster.stop(process, Duration.ofSeconds(30))) {
            throw new StorageStartException(
                    "PostgreSQL (process %d) of an earlier run does not stop. Stop it (kill -QUIT %d) and start again."
                            .formatted(process.pid(), process.pid()));
        }
    }

    private Credentials prepared(Credentials known) throws StorageStartException {
        if (!cluster.exists()) {
            cluster.create(known);
        }
        cluster.own();
        return known;
    }

    /// Without a password file: a first start, or an operator who wants a new password.
    private Credentials prepared() throws StorageStartException {
        var fresh = Credentials.random();
        if (cluster.exists()) {
            cluster.own();
            log.warn("{} is gone: setting a new password", layout.password());
            cluster.resetPassword(fresh);
        }
        fresh.write(layout.password());
        return prepared(fresh);
    }

    private Running launch(Credentials credentials)
            throws StorageStartException, InterruptedException {
        var deadline = Instant.now().plus(options.startTimeout());
        var childrenDeadline = Instant.now().plus(CHILDREN_LIMIT);
        for (var conflicts = 0; conflicts < PORT_ATTEMPTS; ) {
            cluster.writeSettings(port());
            var launch = postmaster.launch();
            switch (awaited(launch, deadline)) {
                case Postmaster.Outcome.Ready _ -> {
                    return checked(launch.process(), credentials);
                }
                case Postmaster.Outcome.Late _ -> throw late(launch.process());
                case Postmaster.Outcome.Ended(var said) when portIsTaken(said) -> conflicts++;
                case Postmaster.Outcome.Ended(var said)
                        when childrenLive(said) && Instant.now().isBefore(childrenDeadline) ->
                        Thread.sleep(CHILDREN_PAUSE);
                case Postmaster.Outcome.Ended(var said) ->
                        throw new StorageStartException(
                                "The embedded PostgreSQL does not start. " + Advice.on(said));
            }
        }
        throw new StorageStartException("Other programs take every port that PostgreSQL tries.");
    }

    private Postmaster.Outcome awaited(Postmaster.Launch launch, Instant deadline)
            throws InterruptedException {
        try {
            return postmaster.await(launch, deadline);
        } catch (InterruptedException e) {
            Postmaster.stop(launch.process(), options.stopTimeout());
            throw e;
        }
    }

    private Running checked(ProcessHandle process, Credentials credentials)
            throws StorageStartException {
        try {
            var login = login(process, credentials);
            login.require(layout);
            return new Running(postmaster, process, login);
        } catch (StorageStartException e) {
            Postmaster.stop(process, options.stopTimeout());
            throw e;
        }
    }

    private StorageStartException late(ProcessHandle process) {
        Postmaster.stop(process, options.stopTimeout());
        return new StorageStartException(
                "The embedded PostgreSQL was not ready within %s. A long crash recovery may need more; its log is %s."
                        .formatted(options.startTimeout(), layout.log()));
    }

    private int port() throws StorageStartException {
        var kept = cluster.port();
        return kept.isPresent() && Ports.isFree(kept.getAsInt()) ? kept.getAsInt() : Ports.free();
    }

    private static boolean portIsTaken(String said) {
        return said.contains("Address already in use");
    }

    /// A killed process holds its locks until its parent has seen its end, and its children live a
    /// little longer.
    private static boolean childrenLive(String said) {
        return said.contains("pre-existing shared memory block")
                || (said.contains("lock file") && said.contains("already exists"));
    }
}
