package dev.hermod.server.command;

import dev.hermod.config.Config;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.ControlServer;
import dev.hermod.server.control.DataLock;
import dev.hermod.server.control.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hermod run`.
@Command(
        name = "run",
        description = {
            "Runs the server in the foreground, until SIGTERM or SIGINT.",
            "Prints a line that begins with `ready` and names every listener once it accepts logins."
        })
final class RunCommand implements Callable<Integer> {
    private final Engine engine;
    private final ServerOptions options;
    private final Streams streams;
    private final StopSignal stop;

    RunCommand(Engine engine, ServerOptions options, Streams streams, StopSignal stop) {
        this.engine = engine;
        this.options = options;
        this.streams = streams;
        this.stop = stop;
    }

    @Override
    public Integer call()
            throws CommandFailure, ConfigException, IOException, InterruptedException {
        Config config = options.config();
        stop.listen();
        try (var _ = lock(config.data());
                var server = engine.start(config);
                var _ = control(config.data(), server)) {
            streams.out().println("ready " + Listening.line(server.listeners()));
            stop.await();
        }
        return 0;
    }

    private static DataLock lock(Path data) throws CommandFailure, IOException {
        return DataLock.tryAcquire(data)
                .orElseThrow(() ->
                        new CommandFailure(
                                "%s uses the data directory %s already; stop it, or give this one another with --data"
                                        .formatted(DataLock.holder(data), data)));
    }

    private static ControlServer control(Path data, Engine.Running server) throws IOException {
        return ControlServer.open(
                data,
                (arguments, streams) -> CommandTree.serve(arguments, streams, server.operations()));
    }
}
