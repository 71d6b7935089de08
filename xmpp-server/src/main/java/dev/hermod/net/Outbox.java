package dev.hermod.net;

import dev.hermod.xml.Utf8Buffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/// The sending half of one connection. What is written in one turn of the event loop shares a
/// buffer, which goes to the socket at the end of the turn.
final class Outbox {
    private static final int SMALLEST_BUFFER = 256;
    private static final int LARGEST_BUFFER = 32_768;

    /// So much is not kept until the end of the turn: what counts against a slow peer is what its
    /// socket does not take, not what was never offered to it.
    private static final int MOST_UNFLUSHED = 1 << 18;

    private final Channel channel;
    private @Nullable ByteBuf unsent;
    private int unflushed;

    Outbox(Channel channel) {
        this.channel = channel;
    }

    /// Takes a copy of these bytes; they leave with the next [#flush].
    void append(Utf8Buffer bytes) {
        append(bytes.array(), bytes.length());
    }

    /// The same of the first bytes of an array.
    void append(byte[] bytes, int length) {
        var buffer = unsent;
        if (buffer == null || buffer.readableBytes() + length > LARGEST_BUFFER) {
            passOn();
            buffer = channel.alloc().ioBuffer(Math.max(length, SMALLEST_BUFFER));
            unsent = buffer;
        }
        buffer.writeBytes(bytes, 0, length);
        unflushed += length;
        if (unflushed > MOST_UNFLUSHED) {
            flush();
        }
    }

    void flush() {
        unflushed = 0;
        passOn();
        channel.flush();
    }

    /// Bytes that the socket has not taken.
    long pending() {
        var buffer = unsent;
        var queue = channel.unsafe().outboundBuffer();
        return (buffer == null ? 0 : buffer.readableBytes())
                + (queue == null ? 0 : queue.totalPendingWriteBytes());
    }

    /// Sends all that is left, over TLS the notice that nothing follows (RFC 8446 section 6.1), and
    /// done is when the socket has taken it.
    ChannelFuture finish() {
        flush();
        var tls = channel.pipeline().get(TlsContext.TlsHandler.class);
        return tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
    }

    /// Tells the peer that nothing follows (FIN), and leaves it the time to finish itself.
    void shutDown() {
        var _ = ((DuplexChannel) channel).shutdownOutput();
    }

    void drop() {
        if (unsent != null) {
            unsent.release();
            unsent = null;
        }
    }

    private void passOn() {
        if (unsent != null) {
            var _ = channel.write(unsent, channel.voidPromise());
            unsent = null;
        }
    }
}
