package dev.hermod.server;

import dev.hermod.config.Logging;
import dev.hermod.server.command.CommandTree;
import dev.hermod.server.command.SystemTerminal;
import java.util.List;

/// The process: one command of the command line, of which `run` is one.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // What a short command has to say it prints; `run` applies what is configured.
        LogSetup.apply(new Logging(Logging.Form.PLAIN, Logging.Level.ERROR));
        var stop = new ProcessStop();
        int status =
                CommandTree.run(
                        List.of(arguments),
                        SystemTerminal.ofProcess(),
                        System.getenv(),
                        new ServerEngine(),
                        stop);
        stop.exit(status);
    }
}
