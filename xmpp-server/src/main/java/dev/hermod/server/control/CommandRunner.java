package dev.hermod.server.control;

import java.util.List;

/// Carries out a command that came over the control socket.
@FunctionalInterface
public interface CommandRunner {
    /// Returns the exit status. Runs on a virtual thread of its own.
    int run(List<String> arguments, Streams streams);
}
