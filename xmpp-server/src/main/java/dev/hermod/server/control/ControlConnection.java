package dev.hermod.server.control;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's end of one command.
final class ControlConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(10);
    private static final int FAILED = 1;

    private final FrameChannel channel;

    ControlConnection(FrameChannel channel) {
        this.channel = channel;
    }

    /// Receives the command, carries it out and tells how it ended.
    void serve(CommandRunner runner) throws IOException, InterruptedException {
        Optional<Frame> first = channel.read(REQUEST_PATIENCE);
        if (first.isEmpty()) {
            return;
        }
        if (!(first.get() instanceof Frame.Request(var arguments))) {
            throw new IOException("a request is expected");
        }
        Thread heart = Thread.startVirtualThread(this::beat);
        try {
            exit(run(runner, arguments));
        } finally {
            heart.interrupt();
            heart.join();
        }
    }

    void refuse(String why) throws IOException {
        channel.write(new Frame.Err("hermod: " + why + System.lineSeparator()));
        exit(FAILED);
    }

    private void exit(int status) throws IOException {
        channel.write(new Frame.Exit(status));
    }

    private int run(CommandRunner runner, List<String> arguments) {
        var out = new PrintWriter(new FrameWriter(channel, Frame.Out::new));
        // What goes wrong is to be read at once; what is listed goes out in large pieces.
        var err = new PrintWriter(new FrameWriter(channel, Frame.Err::new), true);
        try {
            return runner.run(
                    arguments,
                    new Streams(new FrameInput(channel), out, err, new FrameOutput(channel)));
        } finally {
            out.flush();
            err.flush();
        }
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(ControlClient.ANSWER_PATIENCE.dividedBy(6));
                channel.beat();
            }
        } catch (InterruptedException _) {
            // The command is done.
        } catch (IOException e) {
            LOG.debug("The client of a command is gone: {}", e.toString());
        }
    }
}
