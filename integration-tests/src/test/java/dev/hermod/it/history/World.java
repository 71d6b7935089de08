package dev.hermod.it.history;

import dev.hermod.it.HermodServer;
import dev.hermod.it.SmallDisk;
import dev.hermod.it.clock.ServerClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A server and what it stands on.
///
/// @param wal has the write-ahead log of its database; null where no file system may be mounted
record World(HermodServer server, @Nullable SmallDisk wal, ServerClock clock)
        implements AutoCloseable {
    /// More than the database lets its log grow to.
    private static final int WAL_MEGABYTES = 3_000;

    /// @param files for the clock
    static World create(Path files, int accounts) throws IOException, InterruptedException {
        ServerClock clock = ServerClock.in(files);
        SmallDisk wal = SmallDisk.mount(WAL_MEGABYTES);
        Map<String, String> environment = new HashMap<>(clock.environment());
        // Whoever speaks too fast for a room is refused, which is no trouble of the kind looked
        // for.
        environment.put("HERMOD_LIMITS__ROOM_MESSAGES_PER_SECOND", "1000000");
        HermodServer server = HermodServer.start(environment, accounts);
        if (wal != null) {
            server.stop();
            move(server.data().resolve("postgres/cluster/pg_wal"), wal.root().resolve("pg_wal"));
            server.start();
        }
        return new World(server, wal, clock);
    }

    private static void move(Path from, Path to) throws IOException, InterruptedException {
        String commands = "cp -a \"$0\" \"$1\" && rm -r \"$0\" && ln -s \"$1\" \"$0\"";
        Process moving =
                new ProcessBuilder("sh", "-c", commands, from.toString(), to.toString())
                        .inheritIO()
                        .start();
        if (moving.waitFor() != 0) {
            throw new IOException("cannot move " + from);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (wal != null) {
            wal.close();
        }
    }
}
