package dev.hermod.net;

import dev.hermod.session.TlsInfo;
import dev.hermod.stream.StreamAcceptor;
import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.Utf8Buffer;
import dev.hermod.xml.XmlLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A stream's link over TCP. While nothing happens it holds no buffer, no parser and no timer; its
/// event loop looks at it once a second.
final class TcpConnection extends SocketConnection {
    private enum Phase {
        /// Reads and writes.
        OPEN,
        /// In a TLS handshake: nothing may be written, and nothing that is read is XML.
        SECURING,
        CLOSING,
        GONE
    }

    private final Inbox inbox;
    private Phase phase = Phase.OPEN;
    private int securingSeconds;
    private @Nullable TlsInfo tls;

    TcpConnection(
            long id,
            Channel channel,
            InetSocketAddress peer,
            LoopState loop,
            ListenerSettings settings) {
        super(id, channel, peer, loop, settings);
        this.inbox = new Inbox(settings.limits(), loop);
    }

    /// One that came through a proxy which did TLS with the client.
    TcpConnection proxied(@Nullable TlsInfo byProxy) {
        tls = byProxy;
        return this;
    }

    @Override
    void open(StreamAcceptor acceptor) {
        inbox.handTo(acceptor.accept(this));
        eventLoop().add(this);
        if (settings().encryption() instanceof Encryption.Direct(var with, var protocol)) {
            handshake(with, protocol);
        }
    }

    @Override
    StreamHandler stream() {
        return inbox.stream();
    }

    @Override
    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    @Override
    boolean isGone() {
        return phase == Phase.GONE;
    }

    @Override
    public void write(FrozenElement element, @Nullable String to) {
        if (phase == Phase.OPEN) {
            var out = eventLoop().out();
            var shared = eventLoop().written();
            ElementWriter.write(element, settings().namespace(), to, out, shared);
            append(out);
        }
    }

    @Override
    public void openStream(StreamHeader header) {
        if (phase == Phase.OPEN) {
            var out = eventLoop().out();
            header.write(out);
            append(out);
        }
    }

    @Override
    public void endStream() {
        writeText("</stream:stream>");
    }

    /// Writes text as it is.
    void writeText(String text) {
        if (phase == Phase.OPEN) {
            append(eventLoop().out().append(text));
        }
    }

    private void append(Utf8Buffer bytes) {
        outbox().append(bytes);
        flushLater();
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
    @Override
    void adjustReading() {
        boolean read = phase != Phase.OPEN || (!inbox.paused() && channel().isWritable());
        channel().config().setAutoRead(read);
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

    @Override
    void received(ByteBuf bytes) {
        if (phase == Phase.OPEN) {
            guarded(() -> inbox.received(bytes));
        }
    }

    @Override
    public boolean canStartTls() {
        return tls == null && settings().encryption() instanceof Encryption.StartTls;
    }

    @Override
    public void startTls() {
        if (!(settings().encryption() instanceof Encryption.StartTls(var with))) {
            throw new IllegalStateException(settings().name() + " has no STARTTLS");
        }
        if (phase != Phase.OPEN) {
            return;
        }
        // Such bytes may be written by whoever sits in between, to be taken for the client's own
        // once the stream is secure.
        if (inbox.hasMore()) {
            inbox.stop();
            failed(new TlsRefused("bytes in the clear behind <starttls/>", null));
            return;
        }
        inbox.restart();
        inbox.resume();
        outbox().flush();
        handshake(with, null);
    }

    private void handshake(Tls with, @Nullable String protocol) {
        phase = Phase.SECURING;
        securingSeconds = 0;
        adjustReading();
        channel().pipeline().addFirst(new HelloHandler(with, protocol));
    }

    @Override
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

    @Override
    public void sweep(long now) {
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

    private void hurryHandshake() {
        if (phase == Phase.SECURING
                && ++securingSeconds > settings().options().handshakeTimeout().toSeconds()) {
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
                var _ = channel().close();
            }
            case CLOSING, GONE -> {}
        }
    }

    @Override
    void inputEnded() {
        close();
        if (phase == Phase.CLOSING) {
            closing().peerFinished();
        }
    }

    @Override
    void gone() {
        if (phase != Phase.GONE) {
            phase = Phase.GONE;
            eventLoop().remove(this);
            inbox.stop();
            outbox().drop();
            inbox.stream().disconnected(cause());
        }
    }
}
