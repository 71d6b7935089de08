package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.admin.Operations;
import dev.hermod.server.control.Streams;
import java.io.IOException;

/// Carries commands out on operations that are at hand.
///
/// @param streams of whoever sent the command
record ServedSite(Operations operations, Streams streams) implements Site {
    @Override
    public int run(Input input, Output output, boolean whileStopped, Work work)
            throws CommandFailure, OperationException, IOException {
        return work.on(operations, streams);
    }
}
