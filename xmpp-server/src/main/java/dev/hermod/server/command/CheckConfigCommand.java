package dev.hermod.server.command;

import dev.hermod.config.ConfigException;
import dev.hermod.server.control.Streams;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hermod check-config`.
@Command(
        name = "check-config",
        description = "Says what is wrong with the configuration, with file, line and key.")
final class CheckConfigCommand implements Callable<Integer> {
    private final ServerOptions options;
    private final Streams streams;

    CheckConfigCommand(ServerOptions options, Streams streams) {
        this.options = options;
        this.streams = streams;
    }

    @Override
    public Integer call() throws ConfigException {
        options.config();
        streams.out().println("ok");
        return 0;
    }
}
