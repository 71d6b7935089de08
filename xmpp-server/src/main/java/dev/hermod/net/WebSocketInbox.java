package dev.hermod.net;

import dev.hermod.net.websocket.FrameReader;
import dev.hermod.net.websocket.FrameViolation;
import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.StreamReader;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The receiving half of one WebSocket: gives what messages contain to the reader as it comes, sees
/// to it that each message is one element (RFC 7395 section 3.3), and tells the stream.
final class WebSocketInbox implements FrameReader.Handler, StreamReader.Handler {
    private static final int IDLE_SECONDS = 10;

    // Reading of the socket has stopped by then, so it is what was read in one go.
    private static final int MOST_HELD = 4 << 20;
    private static final byte[] CLOSE = {'<', 'c', 'l', 'o', 's', 'e'};

    /// What is WebSocket's own business, and not the stream's.
    interface Control {
        void ping(byte[] payload);

        /// The client has closed its stream, or the WebSocket as a whole.
        void finished(boolean webSocket);

        void violated(FrameViolation problem);
    }

    private final StreamReader reader;
    private final FrameReader frames = new FrameReader();
    private final LoopState loop;
    private final String namespace;
    private final Control control;
    private @Nullable StreamHandler stream;
    private boolean awaitsOpen = true;
    private boolean paused;
    private boolean stopped;
    private byte @Nullable [] held;
    private long received;
    private long receivedBefore;
    private int idleSeconds;

    // Of the message being read: whether it has begun, whether its element is complete, and where
    // its part ends that is being read.
    private boolean begun;
    private boolean whole;
    private int partEnd;
    private byte[] part = {};

    WebSocketInbox(XmlLimits limits, String namespace, LoopState loop, Control control) {
        this.reader = StreamReader.framed(limits);
        this.namespace = namespace;
        this.loop = loop;
        this.control = control;
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

    void received(ByteBuf bytes) {
        received += bytes.readableBytes();
        byte[] scratch = loop.scratch();
        while (bytes.isReadable()) {
            int length = Math.min(bytes.readableBytes(), scratch.length);
            bytes.readBytes(scratch, 0, length);
            if (held == null) {
                read(scratch, length);
            } else {
                hold(scratch, 0, length);
            }
        }
    }

    private void read(byte[] bytes, int length) {
        try {
            int end = frames.read(bytes, 0, length, this);
            if (end < length) {
                hold(bytes, end, length);
            }
        } catch (FrameViolation e) {
            held = null;
            control.violated(e);
        }
    }

    private void hold(byte[] bytes, int from, int to) {
        byte[] before = held;
        int size = before == null ? 0 : before.length;
        if (size + to - from > MOST_HELD) {
            stream()
                    .malformed(
                            new XmlStreamException(
                                    StreamErrorCondition.POLICY_VIOLATION,
                                    "too much sent before an answer"));
            return;
        }
        byte[] all = before == null ? new byte[to - from] : Arrays.copyOf(before, size + to - from);
        System.arraycopy(bytes, from, all, size, to - from);
        held = all;
    }

    long receivedBytes() {
        return received;
    }

    @Override
    public boolean paused() {
        return paused;
    }

    void pause() {
        paused = true;
        reader.pause();
    }

    void resume() {
        paused = false;
        try {
            reader.resume(this);
        } catch (XmlStreamException e) {
            stream().malformed(e);
        }
        byte[] kept = held;
        held = null;
        if (kept != null) {
            read(kept, kept.length);
        }
    }

    void restart() {
        reader.restart();
        awaitsOpen = true;
    }

    /// Hands nothing on from now on, and only looks for the client's end.
    void stop() {
        stopped = true;
        paused = false;
        reader.stop();
        byte[] kept = held;
        held = null;
        if (kept != null) {
            read(kept, kept.length);
        }
    }

    void limits(XmlLimits limits) {
        reader.limits(limits);
    }

    void release() {
        reader.release();
    }

    /// Once a second: drops the parser after a while without any bytes.
    void releaseWhenIdle() {
        if (received != receivedBefore) {
            receivedBefore = received;
            idleSeconds = 0;
        } else if (++idleSeconds == IDLE_SECONDS) {
            reader.release();
        }
    }

    @Override
    public void text(byte[] bytes, int offset, int length, boolean last) {
        if (stopped) {
            if (!begun && startsWithClose(bytes, offset, length)) {
                control.finished(false);
            }
        } else if (whole) {
            requireSpace(bytes, offset, offset + length);
        } else {
            feed(bytes, offset, length);
        }
        begun = !last;
        if (last) {
            ended();
        }
    }

    private void feed(byte[] bytes, int offset, int length) {
        part = bytes;
        partEnd = offset + length;
        try {
            reader.feed(bytes, offset, length, this);
        } catch (XmlStreamException e) {
            stream().malformed(e);
        } finally {
            part = CLOSE;
        }
    }

    private void ended() {
        if (!stopped && !whole && !reader.betweenStanzas()) {
            malformed("a message has to be a whole element");
        }
        whole = false;
    }

    private static boolean startsWithClose(byte[] bytes, int offset, int length) {
        return length >= CLOSE.length
                && Arrays.equals(bytes, offset, offset + CLOSE.length, CLOSE, 0, CLOSE.length);
    }

    private void malformed(String why) {
        reader.stop();
        stream().malformed(new XmlStreamException(StreamErrorCondition.BAD_FORMAT, why));
    }

    private boolean requireSpace(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                malformed("a message has to be one element");
                return false;
            }
        }
        return true;
    }

    @Override
    public void element(FrozenElement element) {
        whole = true;
        int rest = reader.pending();
        if (rest > 0) {
            if (!requireSpace(part, partEnd - rest, partEnd)) {
                return;
            }
            reader.discardPending();
        }
        if (awaitsOpen || element.namespace().equals(StreamHeader.FRAMING)) {
            framing(element);
        } else {
            stream().element(element);
        }
    }

    private void framing(FrozenElement element) {
        if (!awaitsOpen && element.localName().equals("close")) {
            reader.stop();
            control.finished(false);
            stream().closed();
            return;
        }
        try {
            StreamHeader header = StreamHeader.framed(element).in(namespace);
            awaitsOpen = false;
            stream().opened(header);
        } catch (XmlStreamException e) {
            stream().malformed(e);
        }
    }

    @Override
    public void opened(StreamHeader header) {
        throw new IllegalStateException("a framed reader reads no header");
    }

    /// `</stream:stream>`, which is no end of anything here.
    @Override
    public void closed() {
        malformed("a message has to be a whole element");
    }

    @Override
    public void ping(byte[] payload) {
        control.ping(payload);
    }

    @Override
    public void pong() {
        // It counts as received bytes, and is wanted for nothing else.
    }

    @Override
    public void close(int status) {
        control.finished(true);
    }
}
