package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts and stops the server process of one cluster and knows when it is ready.
record Postmaster(Cluster cluster, ServerLog serverLog) {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration TELL_EVERY = Duration.ofSeconds(15);
    private static final Duration IMMEDIATE = Duration.ofSeconds(15);

    /// A process that was started, and where the log stood before.
    record Launch(ProcessHandle process, long logStart) {}

    /// What became of a launch.
    sealed interface Outcome {
        record Ready() implements Outcome {}

        record Ended(String said) implements Outcome {}

        record Late() implements Outcome {}
    }

    Launch launch() throws StorageStartException {
        var start = serverLog.end();
        var command = List.of("postgres", "-D", cluster.layout().cluster().toString());
        var process = cluster.programs().launch(command, serverLog.file().toFile());
        return new Launch(process.toHandle(), start);
    }

    /// Waits until it accepts connections, or has ended, or the deadline is past.
    Outcome await(Launch launch, Instant deadline) throws InterruptedException {
        var tell = Instant.now().plus(TELL_EVERY);
        while (!isReady(launch.process())) {
            if (ended(launch.process(), LOOK_EVERY)) {
                return new Outcome.Ended(serverLog.since(launch.logStart()));
            }
            var now = Instant.now();
            if (now.isAfter(deadline)) {
                return new Outcome.Late();
            }
            if (now.isAfter(tell)) {
                log.info("PostgreSQL (process {}) is still recovering", launch.process().pid());
                tell = now.plus(TELL_EVERY);
            }
        }
        return new Outcome.Ready();
    }

    boolean isReady(ProcessHandle process) {
        return PidFile.read(cluster.layout().cluster())
                .filter(file -> file.pid() == process.pid() && file.ready())
                .isPresent();
    }

    /// Waits for the end of the process for at most so long.
    static boolean ended(ProcessHandle process, Duration limit) throws InterruptedException {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The process cannot be watched", e);
        }
    }

    /// Fast shutdown (clients are cut off, everything is written), then the immediate one, which
    /// recovers at the next start. Never SIGKILL: it would leave children in the directory. Answers
    /// whether it ended.
    static boolean stop(ProcessHandle process, Duration fast) {
        signal(process, "INT");
        if (endedUninterrupted(process, fast)) {
            return true;
        }
        log.warn(
                "PostgreSQL (process {}) did not stop within {}: stopping at once",
                process.pid(),
                fast);
        signal(process, "QUIT");
        return endedUninterrupted(process, IMMEDIATE);
    }

    private static boolean endedUninterrupted(ProcessHandle process, Duration limit) {
        try {
            process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
            return true;
        } catch (CompletionException _) {
            return !process.isAlive();
        }
    }

    /// Java can send SIGTERM and SIGKILL only, neither of which is a fast shutdown.
    private static void signal(ProcessHandle process, String name) {
        if (!process.isAlive()) {
            return;
        }
        try {
            var kill = List.of("sh", "-c", "kill -" + name + " " + process.pid());
            new ProcessBuilder(kill)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        } catch (IOException | CompletionException e) {
            log.warn("Cannot send SIG{} to process {}: {}", name, process.pid(), e.toString());
        }
    }
}
