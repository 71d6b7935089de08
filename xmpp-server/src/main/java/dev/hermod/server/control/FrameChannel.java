package dev.hermod.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Frames over a socket, each a line of bounded length. Every read and every write has a deadline,
/// after which the connection is closed. One thread may read while others write.
final class FrameChannel implements AutoCloseable {
    static final int LONGEST_LINE = 256 * 1024;

    /// How long the other side may leave a write or more input waiting: somebody may read what a
    /// command prints page by page, and what it reads may come from a slow program.
    static final Duration UNHURRIED = Duration.ofMinutes(10);

    private final SocketChannel socket;
    private final ScheduledExecutorService timer;
    private final ByteBuffer received = ByteBuffer.allocate(16 * 1024).flip();
    private final ReentrantLock writing = new ReentrantLock();

    FrameChannel(SocketChannel socket, ScheduledExecutorService timer) {
        this.socket = socket;
        this.timer = timer;
    }

    /// Says that work goes on, unless something else is just being said.
    void beat() throws IOException {
        if (writing.tryLock()) {
            try {
                write(new Frame.Alive());
            } finally {
                writing.unlock();
            }
        }
    }

    void write(Frame frame) throws IOException {
        byte[] line = (frame.encode() + "\n").getBytes(US_ASCII);
        if (line.length > LONGEST_LINE) {
            throw new IOException("more than " + LONGEST_LINE + " bytes at once");
        }
        writing.lock();
        Future<?> deadline = deadline(UNHURRIED);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        } catch (AsynchronousCloseException e) {
            throw deadline.isDone() ? late(UNHURRIED, e) : e;
        } finally {
            deadline.cancel(false);
            writing.unlock();
        }
    }

    /// The next frame, or nothing once the other side has closed the connection.
    Optional<Frame> read(Duration patience) throws IOException {
        Future<?> deadline = deadline(patience);
        try {
            var line = new ByteArrayOutputStream();
            while (!readLine(line)) {
                received.clear();
                int count = socket.read(received);
                received.flip();
                if (count < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(Frame.decode(line.toByteArray()));
        } catch (AsynchronousCloseException e) {
            throw deadline.isDone() ? late(patience, e) : e;
        } finally {
            deadline.cancel(false);
        }
    }

    /// Moves what was received to the line; true at its end.
    private boolean readLine(ByteArrayOutputStream line) throws IOException {
        while (received.hasRemaining()) {
            byte next = received.get();
            if (next == '\n') {
                return true;
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        return false;
    }

    private Future<?> deadline(Duration patience) throws IOException {
        try {
            return timer.schedule(this::close, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IOException("the control socket is being closed", e);
        }
    }

    private static IOException late(Duration patience, AsynchronousCloseException cause) {
        var late = new SocketTimeoutException("nothing for " + patience.toSeconds() + " s");
        late.initCause(cause);
        return late;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more either way.
        }
    }
}
