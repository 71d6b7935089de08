package dev.hermod.net;

import dev.hermod.net.websocket.FrameViolation;
import dev.hermod.net.websocket.Frames;
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
import org.jspecify.annotations.Nullable;

/// A stream's link over WebSocket (RFC 7395). While nothing happens it holds no buffer, no parser
/// and no timer.
final class WebSocketConnection extends SocketConnection implements WebSocketInbox.Control {
    /// RFC 6455 section 7.4.1.
    private static final int NORMAL = 1000;

    private static final int SECONDS_FOR_THEIR_END = 3;

    /// So long nothing is sent until a ping is: proxies cut what is silent for a minute.
    private static final int SECONDS_TO_PING = 45;

    private enum Phase {
        OPEN,
        /// `<close/>` is sent, theirs has to come.
        ENDING,
        CLOSING,
        GONE
    }

    private final WebSocketInbox inbox;
    private final @Nullable TlsInfo tls;
    private Phase phase = Phase.OPEN;
    private boolean theyEnded;
    private int endingSeconds;
    private int silentSeconds;

    WebSocketConnection(
            long id, Channel channel, Client client, LoopState loop, ListenerSettings settings) {
        super(id, channel, client.address(), loop, settings);
        this.tls = client.tls();
        this.inbox = new WebSocketInbox(settings.limits(), settings.namespace(), loop, this);
    }

    @Override
    void open(StreamAcceptor acceptor) {
        inbox.handTo(acceptor.accept(this));
        eventLoop().add(this);
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
            ElementWriter.writeAlone(element, to, out);
            message(out);
        }
    }

    @Override
    public void openStream(StreamHeader header) {
        if (phase == Phase.OPEN) {
            var out = eventLoop().out();
            header.writeFramed(out);
            message(out);
        }
    }

    @Override
    public void endStream() {
        if (phase == Phase.OPEN) {
            var out = eventLoop().out();
            message(out.append("<close xmlns='").append(StreamHeader.FRAMING).append("'/>"));
        }
    }

    private void message(Utf8Buffer payload) {
        frame(Frames.text(payload.length()));
        outbox().append(payload);
    }

    private void frame(byte[] bytes) {
        silentSeconds = 0;
        outbox().append(bytes, bytes.length);
        flushLater();
    }

    @Override
    public long receivedBytes() {
        return inbox.receivedBytes();
    }

    @Override
    public void pauseReading() {
        if (phase == Phase.OPEN) {
            inbox.pause();
            adjustReading();
        }
    }

    @Override
    public void resumeReading() {
        if (phase == Phase.OPEN) {
            inbox.resume();
            adjustReading();
        }
    }

    /// As over TCP: who sends and never reads is served no further.
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
        if (phase == Phase.OPEN || phase == Phase.ENDING) {
            guarded(() -> inbox.received(bytes));
        }
    }

    @Override
    public boolean canStartTls() {
        return false;
    }

    @Override
    public void startTls() {
        throw new IllegalStateException("TLS is there before WebSocket, or never");
    }

    @Override
    void secured(TlsInfo info) {
        throw new IllegalStateException("TLS is there before WebSocket, or never");
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
                if (phase == Phase.OPEN && ++silentSeconds >= SECONDS_TO_PING) {
                    frame(Frames.ping());
                }
            }
            case ENDING -> {
                if (++endingSeconds > SECONDS_FOR_THEIR_END) {
                    finish(NORMAL, "");
                }
            }
            case CLOSING -> closing().tick();
            case GONE -> {}
        }
    }

    @Override
    public void ping(byte[] payload) {
        if (phase == Phase.OPEN) {
            frame(Frames.pong(payload));
        }
    }

    /// RFC 7395 section 3.6, RFC 6455 section 7.1.
    @Override
    public void finished(boolean webSocket) {
        theyEnded = true;
        if (webSocket || phase == Phase.ENDING) {
            finish(NORMAL, "");
        }
        if (webSocket && phase == Phase.CLOSING) {
            closing().peerFinished();
        }
    }

    @Override
    public void violated(FrameViolation problem) {
        finish(problem.status(), String.valueOf(problem.getMessage()));
        blame(problem);
    }

    /// The stream was closed; the WebSocket is when both have closed theirs.
    @Override
    public void close() {
        if (phase != Phase.OPEN) {
            return;
        }
        if (theyEnded) {
            finish(NORMAL, "");
        } else {
            phase = Phase.ENDING;
            adjustReading();
            inbox.stop();
        }
    }

    private void finish(int status, String reason) {
        if (phase == Phase.OPEN || phase == Phase.ENDING) {
            byte[] close = Frames.close(status, reason);
            outbox().append(close, close.length);
            phase = Phase.CLOSING;
            adjustReading();
            inbox.stop();
            closing().start();
        }
    }

    @Override
    void inputEnded() {
        finish(NORMAL, "");
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
