package dev.hermod.server.command;

/// A command that was refused or failed: exit status 1. The message tells people why and what to
/// do.
public final class CommandFailure extends Exception {
    public CommandFailure(String message) {
        super(message, null, false, false);
    }
}
