package dev.hermod.server.command;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import dev.hermod.storage.BackupSummary;
import dev.hermod.storage.RestoreDialogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the command line starts.
public interface Engine {
    /// The version of this build.
    String version();

    /// Starts a server; it accepts logins when this returns.
    Running start(Config config) throws CommandFailure;

    /// Opens only the storage, to work on it while no server runs.
    Running openStorage(Config config) throws CommandFailure;

    /// Puts a backup in the place of all that is there, while no server runs.
    ///
    /// @param replaceFiles whether certificates in the data directory are replaced too
    /// @throws IOException when the file cannot be read
    Brought restore(Config config, Path backup, boolean replaceFiles, RestoreDialogue dialogue)
            throws CommandFailure, IOException;

    /// What a restore brought.
    ///
    /// @param kept files that stay as they are though the backup has others
    record Brought(BackupSummary backup, List<Path> kept) {
        public Brought {
            kept = List.copyOf(kept);
        }
    }

    /// Until it is closed.
    interface Running extends AutoCloseable {
        Operations operations();

        /// Open listeners by the name they have in the configuration, in its order.
        Map<String, InetSocketAddress> listeners();

        /// Stops in good order, within a bounded time.
        @Override
        void close();
    }
}
