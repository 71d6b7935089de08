package dev.hermod.session;

import java.time.Duration;

/// The thread that a connection lives on. It outlives the connection.
public interface EventLoop {
    boolean inEventLoop();

    /// Runs a task on it, behind all that this thread gave before.
    void execute(Runnable task);

    /// Runs a task on it after a while.
    void schedule(Runnable task, Duration delay);
}
