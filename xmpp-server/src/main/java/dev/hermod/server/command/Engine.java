package dev.hermod.server.command;

import dev.hermod.admin.Operations;
import dev.hermod.config.Config;
import java.net.InetSocketAddress;
import java.util.Map;

/// What the command line starts.
public interface Engine {
    /// The version of this build.
    String version();

    /// Starts a server; it accepts logins when this returns.
    Running start(Config config) throws CommandFailure;

    /// Opens only the storage, to work on it while no server runs.
    Running openStorage(Config config) throws CommandFailure;

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
