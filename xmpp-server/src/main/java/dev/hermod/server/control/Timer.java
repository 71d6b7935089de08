package dev.hermod.server.control;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// One thread for deadlines, which hardly ever come.
record Timer(ScheduledThreadPoolExecutor threads) implements AutoCloseable {
    Timer() {
        this(
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("control-deadlines").factory()));
        threads.setRemoveOnCancelPolicy(true);
    }

    ScheduledExecutorService executor() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
