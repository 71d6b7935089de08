package dev.hermod.server.command;

/// How a server that runs learns that it shall stop.
public interface StopSignal {
    /// From now on a request to stop waits for [#await] instead of ending the process.
    void listen();

    /// Returns when the server shall stop.
    void await() throws InterruptedException;
}
