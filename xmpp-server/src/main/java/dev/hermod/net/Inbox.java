package dev.hermod.net;

import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.StreamReader;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The receiving half of one connection: gives bytes to the reader, and what that reads to the
/// stream.
final class Inbox implements StreamReader.Handler {
    private static final int IDLE_SECONDS = 10;

    private final StreamReader reader;
    private final LoopState loop;
    private @Nullable StreamHandler stream;
    private boolean paused;
    private long received;
    private long receivedBefore;
    private int idleSeconds;

    Inbox(XmlLimits limits, LoopState loop) {
        this.reader = new StreamReader(limits);
        this.loop = loop;
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
        while (bytes.isReadable()) {
            if (bytes.hasArray()) {
                int length = bytes.readableBytes();
                feed(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), length);
                bytes.skipBytes(length);
            } else {
                int length = Math.min(bytes.readableBytes(), loop.scratch().length);
                bytes.readBytes(loop.scratch(), 0, length);
                feed(loop.scratch(), 0, length);
            }
        }
    }

    long receivedBytes() {
        return received;
    }

    boolean paused() {
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
    }

    void restart() {
        reader.restart();
    }

    /// Hands nothing on from now on.
    void stop() {
        reader.stop();
    }

    /// Whether anything came behind the element being handled.
    boolean hasMore() {
        return reader.pending() > 0;
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
    public void opened(StreamHeader header) {
        stream().opened(header);
    }

    @Override
    public void element(FrozenElement element) {
        stream().element(element);
    }

    @Override
    public void closed() {
        stream().closed();
    }

    private void feed(byte[] bytes, int offset, int length) {
        try {
            reader.feed(bytes, offset, length, this);
        } catch (XmlStreamException e) {
            stream().malformed(e);
        }
    }
}
