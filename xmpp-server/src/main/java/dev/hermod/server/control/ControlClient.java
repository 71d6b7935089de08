package dev.hermod.server.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A command's end of the control socket.
public final class ControlClient implements AutoCloseable {
    /// The server says more often than this that it is at work.
    static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private static final int PIECE = 32 * 1024;

    private final Timer timer = new Timer();
    private final FrameChannel channel;

    private ControlClient(SocketChannel socket) {
        this.channel = new FrameChannel(socket, timer.executor());
    }

    /// Reaches the server that runs on a data directory; nothing when none listens there.
    ///
    /// @throws IOException when it is not allowed to
    public static Optional<ControlClient> connect(Path data) throws IOException {
        RunDirectory directory = RunDirectory.of(data);
        if (Files.isDirectory(directory.path()) && !Files.isExecutable(directory.path())) {
            throw new AccessDeniedException(directory.path().toString());
        }
        if (!Files.exists(directory.socket())) {
            return Optional.empty();
        }
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (var route = SocketRoute.to(directory.socket())) {
            socket.connect(route.address());
            return Optional.of(new ControlClient(socket));
        } catch (ConnectException _) {
            // Left behind by a process that was killed.
            socket.close();
            return Optional.empty();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Has the server carry out a command and prints what it prints.
    ///
    /// @return the exit status
    public int run(List<String> arguments, Streams streams) throws IOException {
        var input = new FutureTask<>(() -> send(arguments, streams.in()));
        // Not waited for: a server that refuses the command reads nothing more, or nothing at all.
        Thread.ofVirtual().name("input").start(input);
        try {
            return receive(streams);
        } catch (AsynchronousCloseException e) {
            throw input.state() == Future.State.FAILED ? new IOException(input.exceptionNow()) : e;
        }
    }

    private int receive(Streams streams) throws IOException {
        while (true) {
            Frame frame =
                    channel.read(ANSWER_PATIENCE)
                            .orElseThrow(() -> new EOFException("the server stopped meanwhile"));
            switch (frame) {
                case Frame.Data(var bytes) -> streams.data().write(bytes);
                case Frame.Out(var text) -> print(streams.out(), text);
                case Frame.Err(var text) -> print(streams.err(), text);
                case Frame.Exit(var status) -> {
                    return status;
                }
                case Frame.Alive() -> {}
                case Frame.Request _, Frame.Input _ -> throw new IOException("not an answer");
            }
        }
    }

    private static void print(PrintWriter target, String text) {
        target.print(text);
        target.flush();
    }

    private @Nullable Void send(List<String> arguments, InputStream in) throws IOException {
        channel.write(new Frame.Request(arguments));
        byte[] piece = new byte[PIECE];
        for (int count = read(in, piece); count >= 0; count = read(in, piece)) {
            if (count > 0) {
                channel.write(new Frame.Input(Arrays.copyOf(piece, count)));
            }
        }
        channel.write(new Frame.Input(new byte[0]));
        return null;
    }

    private int read(InputStream in, byte[] piece) throws IOException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            // Cut off, so that the server does not take what it has for all of it.
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        channel.close();
        timer.close();
    }
}
