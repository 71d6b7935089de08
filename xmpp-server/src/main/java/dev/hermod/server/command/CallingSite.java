package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.config.ConfigException;
import dev.hermod.server.control.ControlClient;
import dev.hermod.server.control.DataLock;
import dev.hermod.server.control.Streams;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Where a command was typed: has the server that runs on the data directory carry it out, or does
/// so itself on the storage when none runs.
final class CallingSite implements Site {
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Engine engine;
    private final Terminal terminal;
    private final ServerOptions options;
    private final List<String> arguments;

    /// @param arguments as typed; sent to the server, so never a secret
    CallingSite(Engine engine, Terminal terminal, ServerOptions options, List<String> arguments) {
        this.engine = engine;
        this.terminal = terminal;
        this.options = options;
        this.arguments = arguments;
    }

    @Override
    public int run(Input input, Output output, boolean whileStopped, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException {
        Path data = options.data();
        try (InputStream in = input.open(terminal);
                Sink sink = output.open(terminal)) {
            Streams shown = terminal.streams();
            var streams = new Streams(in, shown.out(), shown.err(), sink.stream());
            int status = reach(data, whileStopped, streams, work);
            if (status == 0) {
                sink.complete();
            }
            return status;
        }
    }

    /// A server that is starting or stopping has the lock but does not listen: wait for it a
    /// little.
    private int reach(Path data, boolean whileStopped, Streams streams, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            Optional<ControlClient> server = connect(data);
            if (server.isPresent()) {
                return send(server.get(), streams);
            }
            if (!whileStopped && !Files.isDirectory(data)) {
                throw notRunning(data);
            }
            Optional<DataLock> lock = DataLock.tryAcquire(data);
            if (lock.isPresent()) {
                return alone(lock.get(), data, whileStopped, streams, work);
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        "%s uses %s and does not take commands; it may still be starting or stopping: try again later"
                                .formatted(DataLock.holder(data), data));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static Optional<ControlClient> connect(Path data) throws CommandFailure, IOException {
        try {
            return ControlClient.connect(data);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "%s is not open to user %s; give commands as the user that the server runs as"
                            .formatted(e.getFile(), System.getProperty("user.name")));
        }
    }

    private int send(ControlClient server, Streams streams) throws CommandFailure, IOException {
        try (server) {
            return server.run(arguments, streams);
        } catch (EOFException _) {
            throw new CommandFailure(
                    "the server stopped before the command was done; look at its log, and whether the command took effect");
        }
    }

    private int alone(DataLock lock, Path data, boolean whileStopped, Streams streams, Work work)
            throws CommandFailure, OperationException, ConfigException, IOException {
        try (lock) {
            if (!whileStopped) {
                throw notRunning(data);
            }
            try (Engine.Running storage = engine.openStorage(options.config())) {
                return work.on(storage.operations(), streams);
            }
        }
    }

    private static CommandFailure notRunning(Path data) {
        return new CommandFailure(
                "no server runs on the data directory %s; start one with `hermod run`, or name another by --data or --config"
                        .formatted(data));
    }
}
