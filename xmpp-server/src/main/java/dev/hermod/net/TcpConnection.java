package dev.hermod.net;

import dev.hermod.session.Connection;
import dev.hermod.session.TlsInfo;
import dev.hermod.stream.StreamAcceptor;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.XmlLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream's link over TCP. While nothing happens it holds no buffer, no parser and no timer; its
/// event loop looks at it once a second.
final class TcpConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private enum Phase {
        /// Reads and writes.
        OPEN,
        /// In a TLS handshake: nothing may be written, and nothing that is read is XML.
        SECURING,
        CLOSING,
        GONE
    }

    private final long id;
    private final Channel channel;
    private final InetSocketAddress peer;
    private final LoopState loop;
    private final ListenerSettings settings;
    private final Inbox inbox;
    private final Outbox outbox;
    private Phase phase = Phase.OPEN;
    private boolean flushPlanned;
    private int securingSeconds;
    private int place;
    private @Nullable TlsInfo tls;
    private @Nullable Closing closing;
    private @Nullable Throwable cause;

    TcpConnection(
            long id,
            Channel channel,
            InetSocketAddress peer,
            LoopState loop,
            ListenerSettings settings) {
        this.id = id;
        this.channel = channel;
        this.peer = peer;
        this.loop = loop;
        this.settings = settings;
        this.inbox = new Inbox(settings.limits(), loop);
        this.outbox = new Outbox(channel);
    }

    void open(StreamAcceptor acceptor) {
        inbox.handTo(acceptor.accept(this));
        loop.add(this);
        if (settings.encryption() instanceof Encryption.Direct(var with, var protocol)) {
            handshake(with, protocol);
        }
    }

    Channel channel() {
        return channel;
    }

    /// Where it stands among the connections of its event loop.
    int place() {
        return place;
    }

    void place(int place) {
        this.place = place;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public String listener() {
        return settings.name();
    }

    @Override
    public LoopState eventLoop() {
        return loop;
    }

    @Override
    public boolean inEventLoop() {
        return loop.inEventLoop();
    }

    @Override
    public boolean isRunning() {
        return this.equals(loop.running());
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        Runnable unlessGone =
                () -> {
                    if (phase != Phase.GONE) {
                        guarded(task);
                    }
                };
        var _ = channel.eventLoop().schedule(unlessGone, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void write(FrozenElement element, @Nullable String to) {
        if (phase == Phase.OPEN) {
            var out = loop.out();
            ElementWriter.write(element, settings.namespace(), to, out, loop.written());
            outbox.append(out);
            flushLater();
        }
    }

    @Override
    public void writeText(String text) {
        if (phase == Phase.OPEN) {
            outbox.append(loop.out().append(text));
            flushLater();
        }
    }

    private void flushLater() {
        if (!flushPlanned) {
            flushPlanned = true;
            loop.flushLater(this);
        }
    }

    /// At the end of a turn of the event loop.
    void flush() {
        flushPlanned = false;
        outbox.flush();
    }

    @Override
    public long pendingBytes() {
        return outbox.pending();
    }

    @Override
    public long receivedBytes() {
        return inbox.receivedBytes();
    }

    @Override
    public void pauseReading() {
        inbox.pause();
        adjustReading();
    }

    @Override
    public void resumeReading() {
        inbox.resume();
        adjustReading();
    }

    /// Reads on unless asked not to, or while the peer does not take what was sent to it: who sends
    /// and never reads is served no further.
    void adjustReading() {
        boolean read = phase != Phase.OPEN || (!inbox.paused() && channel.isWritable());
        channel.config().setAutoRead(read);
    }

    @Override
    public void restartStream() {
        inbox.restart();
    }

    @Override
    public void limits(XmlLimits limits) {
        inbox.limits(limits);
    }

    @Override
    public void release() {
        inbox.release();
    }

    void received(ByteBuf bytes) {
        if (phase == Phase.OPEN) {
            guarded(() -> inbox.received(bytes));
        }
    }

    @Override
    public void startTls() {
        if (!(settings.encryption() instanceof Encryption.StartTls(var with))) {
            throw new IllegalStateException(settings.name() + " has no STARTTLS");
        }
        if (phase != Phase.OPEN) {
            return;
        }
        // Such bytes may be written by whoever sits in between, to be taken for the client's own
        // once the stream is
        // secure.
        if (inbox.hasMore()) {
            inbox.stop();
            failed(new TlsRefused("bytes in the clear behind <starttls/>", null));
            return;
        }
        inbox.restart();
        inbox.resume();
        outbox.flush();
        handshake(with, null);
    }

    private void handshake(Tls with, @Nullable String protocol) {
        phase = Phase.SECURING;
        securingSeconds = 0;
        adjustReading();
        channel.pipeline().addFirst(new HelloHandler(with, protocol));
    }

    void secured(TlsInfo info) {
        if (phase == Phase.SECURING) {
            phase = Phase.OPEN;
            tls = info;
            adjustReading();
            guarded(() -> inbox.stream().secured(info));
        }
    }

    @Override
    public @Nullable TlsInfo tls() {
        return tls;
    }

    /// Once a second.
    void sweep(long now) {
        switch (phase) {
            case OPEN -> {
                inbox.releaseWhenIdle();
                guarded(() -> inbox.stream().tick(now));
            }
            case SECURING -> {
                guarded(() -> inbox.stream().tick(now));
                hurryHandshake();
            }
            case CLOSING -> closing().tick();
            case GONE -> {}
        }
    }

    /// The boundary around what runs for this connection: a bug there ends its own stream, with an
    /// error to the peer where that can still be written, and no other.
    private void guarded(Runnable work) {
        TcpConnection outer = loop.running();
        loop.running(this);
        try {
            work.run();
        } catch (RuntimeException bug) {
            if (phase == Phase.OPEN && cause == null) {
                cause = bug;
                log.error("{}: its stream is ended because of an error in the server", this, bug);
                guarded(inbox.stream()::broken);
            } else {
                failed(bug);
            }
        } finally {
            loop.running(outer);
        }
    }

    private void hurryHandshake() {
        if (phase == Phase.SECURING
                && ++securingSeconds > settings.options().handshakeTimeout().toSeconds()) {
            failed(new TlsRefused("the TLS handshake took too long", null));
        }
    }

    @Override
    public void close() {
        switch (phase) {
            case OPEN -> {
                phase = Phase.CLOSING;
                inbox.stop();
                adjustReading();
                closing().start();
            }
            case SECURING -> {
                var _ = channel.close();
            }
            case CLOSING, GONE -> {}
        }
    }

    /// The peer sends nothing more, but may still read what is left.
    void inputEnded() {
        close();
        if (phase == Phase.CLOSING) {
            closing().peerFinished();
        }
    }

    private Closing closing() {
        if (closing == null) {
            closing = new Closing(channel, outbox);
        }
        return closing;
    }

    void failed(Throwable problem) {
        if (cause == null) {
            cause = problem;
        }
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

    void gone() {
        if (phase != Phase.GONE) {
            phase = Phase.GONE;
            loop.remove(this);
            inbox.stop();
            outbox.drop();
            inbox.stream().disconnected(cause);
        }
    }

    @Override
    public String toString() {
        return "%s#%d from %s".formatted(settings.name(), id, peer);
    }
}
