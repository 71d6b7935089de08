package dev.hermod.server;

import dev.hermod.config.Config;
import dev.hermod.storage.Storage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Storage that is being opened on a thread of its own: a database takes a while to answer, and TLS
/// a while to get ready, so a start does both at once.
final class OpeningStorage {
    private final FutureTask<Storage> task;

    private OpeningStorage(Config config) {
        this.task = new FutureTask<>(() -> Server.openStorage(config));
    }

    static OpeningStorage begin(Config config) {
        OpeningStorage opening = new OpeningStorage(config);
        Thread.ofPlatform().name("storage-start").start(opening.task);
        return opening;
    }

    Storage await() throws ServerStartException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ServerStartException refused -> throw refused;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("interrupted while storage was opened", e);
        }
    }

    /// The start failed elsewhere: what opens is closed again.
    void abandon() {
        try {
            await().close();
        } catch (ServerStartException _) {
            // The other failure is the one that is told.
        }
    }
}
