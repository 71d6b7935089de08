package dev.hermod.server.command;

import java.io.InputStream;
import java.util.Locale;

/// Asks a person before what cannot be undone; the command has nothing to read then.
record Confirmation(String question) implements Site.Input {
    @Override
    public InputStream open(Terminal terminal) throws CommandFailure {
        if (!terminal.interactive()) {
            throw new CommandFailure(
                    "nothing is done without a confirmation; add --yes where nobody can be asked");
        }
        String answer = terminal.ask(question + " [y/N] ").strip().toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw new CommandFailure("nothing is done");
        }
        return InputStream.nullInputStream();
    }
}
