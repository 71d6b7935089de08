package dev.hermod.net;

import dev.hermod.session.TlsInfo;
import dev.hermod.stream.StreamAcceptor;
import dev.hermod.stream.StreamHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that is one socket from its beginning to its end.
abstract class SocketConnection extends LoopConnection {
    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private final Channel channel;
    private final InetSocketAddress peer;
    private final Outbox outbox;
    private boolean breaking;
    private @Nullable Closing closing;
    private @Nullable Throwable cause;

    SocketConnection(
            long id,
            Channel channel,
            InetSocketAddress peer,
            LoopState loop,
            ListenerSettings settings) {
        super(id, loop, settings);
        this.channel = channel;
        this.peer = peer;
        this.outbox = new Outbox(channel);
    }

    /// Gets its stream.
    abstract void open(StreamAcceptor acceptor);

    abstract StreamHandler stream();

    abstract void received(ByteBuf bytes);

    /// The TLS handshake is done.
    abstract void secured(TlsInfo info);

    /// The peer sends nothing more, but may still read what is left.
    abstract void inputEnded();

    /// Reads on, or not.
    abstract void adjustReading();

    /// Whether something can be written.
    abstract boolean isOpen();

    /// The socket is closed.
    abstract void gone();

    Channel channel() {
        return channel;
    }

    Outbox outbox() {
        return outbox;
    }

    /// Why it was closed by force, `null` where it was not.
    @Nullable Throwable cause() {
        return cause;
    }

    Closing closing() {
        if (closing == null) {
            closing = new Closing(channel, outbox);
        }
        return closing;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    void flush() {
        outbox.flush();
    }

    @Override
    public long pendingBytes() {
        return outbox.pending();
    }

    @Override
    void broken(RuntimeException bug) {
        if (isOpen() && !breaking) {
            breaking = true;
            cause = bug;
            guarded(stream()::broken);
        } else {
            failed(bug);
        }
    }

    /// Says so when it is gone, unless there was another reason before.
    void blame(Throwable problem) {
        if (cause == null) {
            cause = problem;
        }
    }

    void failed(Throwable problem) {
        blame(problem);
        if (!fromOutside(problem)) {
            log.error("{}: closed because of an error in the server", this, problem);
        }
        var _ = channel.close();
    }

    /// What a peer or the network can cause; Netty wraps what the TLS engine throws in a
    /// CodecException.
    private static boolean fromOutside(Throwable problem) {
        return problem instanceof IOException
                || problem instanceof TlsRefused
                || problem instanceof CodecException;
    }
}
