package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is needed of a connection to exchange stanzas over it. All methods but [#execute] and
/// [#inEventLoop] are called on its event loop only.
public interface Link {
    boolean inEventLoop();

    /// Runs a task on the event loop, behind all that this thread gave before. Tasks given while
    /// the loop is busy cost one wake-up together.
    void execute(Runnable task);

    /// Runs a task on the event loop after a while, unless the link is gone by then.
    void schedule(Runnable task, Duration delay);

    /// Writes an element inside the stream; everything written in one turn of the event loop is
    /// flushed together.
    ///
    /// @param to written in place of the root's own `to` when not `null` (fan-out)
    void write(FrozenElement element, @Nullable String to);

    /// Bytes written and not yet taken by the socket.
    long pendingBytes();

    /// Total bytes received, so that a sweep can see whether anything came.
    long receivedBytes();

    /// Stops reading and stops handing over elements, also those already received.
    void pauseReading();

    void resumeReading();
}
