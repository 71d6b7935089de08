package dev.hermod.it.history;

import static org.awaitility.Awaitility.await;

import dev.hermod.it.Database;
import dev.hermod.it.HermodServer;
import dev.hermod.it.SmallDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Breaks the server of a run, and lets it heal.
final class Troubles {
    private static final int LONGEST_PAUSE_MILLIS = 1_500;
    private static final int LONGEST_JUMP_SECONDS = 3_600;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final World world;
    private final HermodServer server;
    private final History history;
    private final Random random;

    Troubles(World world, History history, long seed) {
        this.world = world;
        this.server = world.server();
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
        DATABASE_KILLED,
        /// The database stops without a checkpoint, as by `pg_ctl stop -m immediate`.
        DATABASE_STOPPED_AT_ONCE,
        /// The database cannot write its log any more and gives up.
        DISK_FULL,
        /// The server's wall clock goes forward or back by up to an hour.
        CLOCK_JUMPED
    }

    private List<Kind> possible() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.DISK_FULL || world.wal() != null)
                .toList();
    }

    /// One of them; returns when the server runs again.
    void next() throws IOException, InterruptedException {
        List<Kind> possible = possible();
        Kind kind = possible.get(random.nextInt(possible.size()));
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
                signal("-STOP", server.process().pid());
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                signal("-CONT", server.process().pid());
            }
            case DATABASE_KILLED -> signal("-KILL", database());
            case DATABASE_STOPPED_AT_ONCE -> signal("-QUIT", database());
            case DISK_FULL -> fillTheDisk(Objects.requireNonNull(world.wal()));
            case CLOCK_JUMPED -> {
                int seconds = random.nextInt(-LONGEST_JUMP_SECONDS, LONGEST_JUMP_SECONDS);
                world.clock().ahead(Duration.ofSeconds(seconds));
            }
        }
        history.note(new Fact.Fault(kind.name() + " is over"));
    }

    /// The process of a database that works: the trouble before may not be over for it.
    private long database() throws IOException {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !Database.embedded(server.data()).query("SELECT 1").isEmpty());
        return Database.embeddedProcess(server.data()).pid();
    }

    /// The log goes on in files that there are until a new one is needed.
    private void fillTheDisk(SmallDisk disk) throws IOException, InterruptedException {
        database();
        disk.fill();
        try {
            Database.embedded(server.data()).useUpItsLog();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        } finally {
            disk.clear();
        }
    }

    private static void signal(String signal, long process)
            throws IOException, InterruptedException {
        String pid = Long.toString(process);
        if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
            throw new AssertionError("no signal to " + pid);
        }
    }
}
