package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a postmaster says about itself in `postmaster.pid`.
///
/// @param pid its process
/// @param port where it listens
/// @param ready whether it accepts connections, crash recovery done
record PidFile(long pid, int port, boolean ready) {
    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    static Path in(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /// Empty when there is none, or one that is still being written.
    static Optional<PidFile> read(Path cluster) {
        try {
            var lines = Files.readAllLines(in(cluster));
            if (lines.size() <= PORT) {
                return Optional.empty();
            }
            var status = lines.size() > STATUS ? lines.get(STATUS).strip() : "";
            return Optional.of(
                    new PidFile(
                            Long.parseLong(lines.get(PID).strip()),
                            Integer.parseInt(lines.get(PORT).strip()),
                            status.equals("ready")));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
