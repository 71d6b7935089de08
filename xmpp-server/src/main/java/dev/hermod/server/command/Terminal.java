package dev.hermod.server.command;

import dev.hermod.server.control.Streams;

/// Where a command was typed, or whence it was called.
public interface Terminal {
    Streams streams();

    /// Whether a person can answer.
    boolean interactive();

    /// Asks for one line; empty when there is none.
    String ask(String question);

    /// Asks for one line that is not shown while it is typed; empty when there is none.
    String askSecretly(String question);
}
