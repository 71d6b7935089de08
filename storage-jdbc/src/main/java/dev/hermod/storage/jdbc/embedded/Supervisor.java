package dev.hermod.storage.jdbc.embedded;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the server process on a thread of its own and starts it again when it ends unasked.
final class Supervisor {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Duration JOIN = Duration.ofSeconds(20);

    /// A server that lived so long did not fail because of how it was started.
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Postmaster postmaster;
    private final ServerLog serverLog;
    private final Thread thread;
    private volatile ProcessHandle process;
    private volatile boolean closing;

    Supervisor(Postmaster postmaster, ProcessHandle process, ServerLog serverLog) {
        this.postmaster = postmaster;
        this.serverLog = serverLog;
        this.process = process;
        this.thread = Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    ProcessHandle process() {
        return process;
    }

    /// Ends the watch, then the server.
    void close(Duration fast) {
        closing = true;
        thread.interrupt();
        var interrupted = joinWatch();
        var last = process;
        if (last.isAlive() && !Postmaster.stop(last, fast)) {
            log.error(
                    "PostgreSQL (process {}) does not stop; the next start takes it over",
                    last.pid());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The watch waits interruptibly everywhere, so this is short. Answers whether we were
    /// interrupted meanwhile.
    private boolean joinWatch() {
        try {
            if (!thread.join(JOIN)) {
                log.warn("The watch over PostgreSQL does not end");
            }
            return false;
        } catch (InterruptedException _) {
            return true;
        }
    }

    private void run() {
        try {
            watch();
        } catch (InterruptedException e) {
            if (!closing) {
                log.error("The watch over PostgreSQL was interrupted", e);
            }
        }
    }

    private void watch() throws InterruptedException {
        var pause = FIRST_PAUSE;
        var startedAt = Instant.now();
        while (!closing) {
            if (!Postmaster.ended(process, TICK)) {
                serverLog.trim();
                continue;
            }
            var steady = Duration.between(startedAt, Instant.now()).compareTo(STEADY) > 0;
            pause = steady ? FIRST_PAUSE : longer(pause);
            log.error(
                    "PostgreSQL (process {}) ended unexpectedly: starting it again", process.pid());
            Thread.sleep(pause);
            startedAt = Instant.now();
            restart();
        }
    }

    /// One attempt; when it fails the process has ended, and the watch comes back here after a
    /// longer pause.
    private void restart() throws InterruptedException {
        var began = Instant.now();
        try {
            var launch = postmaster.launch();
            process = launch.process();
            switch (postmaster.await(launch, Instant.MAX)) {
                case Postmaster.Outcome.Ready _ ->
                        log.info(
                                "PostgreSQL is back as process {} after {} ms",
                                process.pid(),
                                Duration.between(began, Instant.now()).toMillis());
                case Postmaster.Outcome.Ended(var said) ->
                        log.warn("PostgreSQL did not start. {}", Advice.on(said));
                case Postmaster.Outcome.Late _ -> log.warn("PostgreSQL is late");
            }
        } catch (StorageStartException e) {
            log.error("PostgreSQL cannot be started: {}", e.getMessage());
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
