package dev.hermod.it.history;

import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Breaks the server of a run, and lets it heal.
final class Troubles {
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final HermodServer server;
    private final History history;
    private final Random random;

    Troubles(HermodServer server, History history, long seed) {
        this.server = server;
        this.history = history;
        this.random = new Random(seed);
    }

    /// What may happen.
    enum Kind {
        /// `kill -9` of the server, which starts again.
        SERVER_KILLED,
        /// The server stops in order, as for an upgrade, and starts again.
        SERVER_STOPPED,
        /// The server stands still for a while.
        SERVER_PAUSED,
        /// `kill -9` of its database, which the server starts again.
        DATABASE_KILLED
    }

    /// One of them; returns when the server runs again.
    void next() throws IOException, InterruptedException {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        history.note(new Fact.Fault(kind.name()));
        switch (kind) {
            case SERVER_KILLED -> {
                server.kill();
                server.start();
            }
            case SERVER_STOPPED -> {
                server.stop();
                server.start();
            }
            case SERVER_PAUSED -> {
                signal("-STOP");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                signal("-CONT");
            }
            case DATABASE_KILLED -> Database.embeddedProcess(server.data()).destroyForcibly();
        }
        history.note(new Fact.Fault(kind.name() + " is over"));
    }

    private void signal(String signal) throws IOException, InterruptedException {
        String pid = Long.toString(server.process().pid());
        if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
            throw new AssertionError("no signal to " + pid);
        }
    }
}
