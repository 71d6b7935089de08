package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Where commands that ask something of the server are carried out.
interface Site {
    /// Carries one out.
    ///
    /// @param input what it reads; opened only where the command was typed
    /// @param output where the data goes that it makes; opened only there too
    /// @param whileStopped whether the storage alone is enough for it
    /// @return the exit status
    int run(Input input, Output output, boolean whileStopped, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException;

    /// Carries out one that makes no data.
    ///
    /// @param input what it reads; opened only where the command was typed
    /// @param whileStopped whether the storage alone is enough for it
    /// @return the exit status
    default int run(Input input, boolean whileStopped, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return run(input, Output.NONE, whileStopped, work);
    }

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

    /// Where the data goes that a command makes.
    @FunctionalInterface
    interface Output {
        Output NONE = _ -> new Sink.None();

        Sink open(Terminal terminal) throws CommandFailure, IOException;
    }

    /// Takes data; what was not completed when it is closed is thrown away.
    interface Sink extends AutoCloseable {
        OutputStream stream();

        void complete() throws IOException;

        @Override
        void close() throws IOException;

        /// Takes nothing.
        record None() implements Sink {
            @Override
            public OutputStream stream() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public void complete() {}

            @Override
            public void close() {}
        }
    }

    /// What a command does.
    @FunctionalInterface
    interface Work {
        /// Returns the exit status.
        int on(Operations operations, Streams streams)
                throws CommandFailure, OperationException, IOException;
    }
}
