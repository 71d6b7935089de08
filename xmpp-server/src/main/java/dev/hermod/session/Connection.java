package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The link a stream runs on (TCP, later WebSocket and BOSH). All methods but [#execute],
/// [#inEventLoop], [#id] and [#peer] are called on the connection's event loop only.
public interface Connection {
    /// Unique in this process; stands in the log.
    long id();

    InetSocketAddress peer();

    /// The listener it came by, as named in the configuration (`c2s`, `c2s-tls`).
    String listener();

    boolean inEventLoop();

    /// Runs a task on the event loop, behind all that this thread gave before. Tasks given while
    /// the loop is busy cost one wake-up together.
    void execute(Runnable task);

    /// Runs a task on the event loop after a while, unless the connection is closed by then.
    void schedule(Runnable task, Duration delay);

    /// Writes an element inside the stream; everything written in one turn of the event loop is
    /// flushed together.
    ///
    /// @param to written in place of the root's own `to` when not `null` (fan-out)
    void write(FrozenElement element, @Nullable String to);

    /// Writes text as it is: stream headers and closing tags.
    void writeText(String text);

    /// Bytes written and not yet taken by the socket.
    long pendingBytes();

    /// Total bytes received, so that a sweep can see whether anything came.
    long receivedBytes();

    /// Stops reading and stops handing over elements, also those already received.
    void pauseReading();

    void resumeReading();

    /// Expects a new stream header next (after SASL); elements written from now on stand in the new
    /// stream.
    void restartStream();

    /// Drops whatever was received behind the element being handled, starts the TLS handshake as
    /// server once what was written is flushed, and expects a new stream header inside it. Where
    /// bytes had been received in the clear behind that element, closes the connection instead.
    void startTls();

    /// `null` before the handshake is done.
    @Nullable TlsInfo tls();

    /// Limits of the parser, raised after authentication.
    void limits(XmlLimits limits);

    /// Nothing is expected for a while: drop parser and buffers.
    void release();

    /// Closes once what was written is flushed, or after a few seconds without progress.
    void close();
}
