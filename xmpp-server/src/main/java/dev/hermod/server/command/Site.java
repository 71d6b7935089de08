package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.Streams;
import java.io.IOException;
import java.io.InputStream;

/// Where commands that ask something of the server are carried out.
interface Site {
    /// Carries one out.
    ///
    /// @param input what it reads; opened only where the command was typed
    /// @param whileStopped whether the storage alone is enough for it
    /// @return the exit status
    int run(Input input, boolean whileStopped, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException;

    /// One that also works while no server runs.
    default int run(Input input, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return run(input, true, work);
    }

    /// What a command reads.
    @FunctionalInterface
    interface Input {
        Input NONE = _ -> InputStream.nullInputStream();

        InputStream open(Terminal terminal) throws CommandFailure, IOException;
    }

    /// What a command does.
    @FunctionalInterface
    interface Work {
        /// Returns the exit status.
        int on(Operations operations, Streams streams)
                throws CommandFailure, OperationException, IOException;
    }
}
