package dev.hermod.net;

import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What the requests of one session of BOSH carried, in order, on its way to the stream. It waits
/// here while the stream does not read.
final class BoshInbox {
    /// Beyond so many bytes requests stay unanswered, so that nothing more comes.
    private static final int ENOUGH = 1 << 19;

    private final ArrayDeque<Incoming> waiting = new ArrayDeque<>(2);
    private @Nullable StreamHandler stream;
    private boolean paused;
    private boolean stopped;
    private boolean handing;
    private long received;
    private long waitingBytes;

    /// What a stream is told.
    private sealed interface Incoming {
        record Opened(StreamHeader header) implements Incoming {}

        record Element(FrozenElement element) implements Incoming {}

        record Closed() implements Incoming {}

        /// All of a request is handed over.
        record Done(int bytes) implements Incoming {}
    }

    void handTo(StreamHandler handler) {
        stream = handler;
    }

    StreamHandler stream() {
        if (stream == null) {
            throw new IllegalStateException("nothing happens before the stream is made");
        }
        return stream;
    }

    void opened(StreamHeader header) {
        waiting.add(new Incoming.Opened(header));
    }

    void element(FrozenElement element) {
        waiting.add(new Incoming.Element(element));
    }

    void closed() {
        waiting.add(new Incoming.Closed());
    }

    /// All of a request has been put in.
    void done(int bytes) {
        received += bytes;
        waitingBytes += bytes;
        waiting.add(new Incoming.Done(bytes));
        handOver();
    }

    long receivedBytes() {
        return received;
    }

    boolean isFull() {
        return waitingBytes > ENOUGH;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        handOver();
    }

    /// Hands nothing on from now on.
    void stop() {
        stopped = true;
        waiting.clear();
    }

    private void handOver() {
        if (handing) {
            return;
        }
        handing = true;
        try {
            while (!paused && !stopped && !waiting.isEmpty()) {
                hand(waiting.remove());
            }
        } finally {
            handing = false;
        }
    }

    private void hand(Incoming next) {
        switch (next) {
            case Incoming.Opened(StreamHeader header) -> stream().opened(header);
            case Incoming.Element(FrozenElement element) -> stream().element(element);
            case Incoming.Closed _ -> stream().closed();
            case Incoming.Done(int bytes) -> waitingBytes -= bytes;
        }
    }
}
