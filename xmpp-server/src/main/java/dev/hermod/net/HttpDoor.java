package dev.hermod.net;

import dev.hermod.stream.StreamAcceptor;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one listener for HTTP does with sockets: counts them, and makes WebSockets of them.
final class HttpDoor {
    private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
    private static final int LONGEST_LINE = 4_096;
    private static final int LONGEST_HEADERS = 16_384;
    private static final int CHUNK = 8_192;

    private final EventLoops loops;
    private final ListenerSettings listener;
    private final AddressLimit limit;
    private final StreamAcceptor acceptor;
    private final WebResources resources;
    private final ConnectionMeters meters;
    private final RareLog refusals = new RareLog(log);

    HttpDoor(
            EventLoops loops,
            ListenerSettings listener,
            AddressLimit limit,
            StreamAcceptor acceptor,
            WebResources resources) {
        this.loops = loops;
        this.listener = listener;
        this.limit = limit;
        this.acceptor = acceptor;
        this.resources = resources;
        this.meters = new ConnectionMeters(loops.meters(), listener.name());
    }

    ListenerSettings listener() {
        return listener;
    }

    WebResources resources() {
        return resources;
    }

    EventLoops loops() {
        return loops;
    }

    StreamAcceptor acceptor() {
        return acceptor;
    }

    /// Gives a socket that was accepted what it needs.
    void enter(Channel channel) {
        var config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LONGEST_HEADERS)
                        .setMaxChunkSize(CHUNK);
        channel.pipeline().addLast(new HttpServerCodec(config)).addLast(new HttpHandler(this));
    }

    /// Whether one more connection from there is allowed; if so it counts until the channel closes.
    /// A proxy that is believed may have any number, its clients are counted instead.
    boolean count(Channel channel, InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        boolean proxy = resources.settings().proxies().contains(address);
        if (!proxy && !limit.enter(address)) {
            refusals.warn(
                    "Too many connections from one address to " + listener.name(),
                    address.getHostAddress());
            meters.refused();
            return false;
        }
        if (!proxy) {
            var _ = channel.closeFuture().addListener(_ -> limit.leave(address));
        }
        return true;
    }

    void opened(Channel channel) {
        meters.opened();
        var _ = channel.closeFuture().addListener(_ -> meters.closed());
    }

    /// Makes a WebSocket of a socket behind the answer that says so.
    SocketConnection webSocket(Channel channel, Client client) {
        return new WebSocketConnection(
                loops.nextConnectionId(),
                channel,
                client,
                loops.state(channel.eventLoop()),
                listener);
    }
}
