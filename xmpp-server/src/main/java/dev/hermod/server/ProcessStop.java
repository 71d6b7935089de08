package dev.hermod.server;

import dev.hermod.server.command.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM and SIGINT as a request to stop. The JVM would end with status 143 or 130 as soon as its
/// shutdown hooks are done; ours waits until the server has stopped, and ends the process with the
/// status of the command.
final class ProcessStop implements StopSignal {
    /// More than a server takes to stop, whatever hangs.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int status = 1;

    @Override
    public void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    @Override
    public void await() throws InterruptedException {
        asked.await();
    }

    /// Ends the process.
    void exit(int result) {
        status = result;
        ended.countDown();
        System.exit(result);
    }

    private void stop() {
        asked.countDown();
        try {
            boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }
}
