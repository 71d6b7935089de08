package dev.hermod.net;

import dev.hermod.stream.StreamAcceptor;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a listener does with a socket that was just accepted: counts it, and gives it a connection
/// with a stream on it.
final class Accepting {
    private static final Logger log = LoggerFactory.getLogger(Accepting.class);

    private final EventLoops loops;
    private final ListenerSettings settings;
    private final AddressLimit limit;
    private final StreamAcceptor acceptor;
    private final ConnectionMeters meters;
    private final RareLog refusals = new RareLog(log);

    Accepting(
            EventLoops loops,
            ListenerSettings settings,
            AddressLimit limit,
            StreamAcceptor acceptor) {
        this.loops = loops;
        this.settings = settings;
        this.limit = limit;
        this.acceptor = acceptor;
        this.meters = new ConnectionMeters(loops.meters(), settings.name());
    }

    /// `null` where the socket was closed instead.
    @Nullable TcpConnection accept(Channel channel) {
        // Null where the peer has gone again before its connection was looked at.
        @Nullable Client client = ProxyHeaderHandler.clientOf(channel);
        if (client == null) {
            var _ = channel.close();
            return null;
        }
        InetSocketAddress peer = client.address();
        if (!limit.enter(peer.getAddress())) {
            refusals.warn(
                    "Too many connections from one address to " + settings.name(),
                    peer.getAddress().getHostAddress());
            meters.refused();
            var _ = channel.close();
            return null;
        }
        meters.opened();
        var connection =
                new TcpConnection(
                                loops.nextConnectionId(),
                                channel,
                                peer,
                                loops.state(channel.eventLoop()),
                                settings)
                        .proxied(client.tls());
        var _ = channel.closeFuture().addListener(_ -> left(peer));
        connection.open(acceptor);
        return connection;
    }

    private void left(InetSocketAddress peer) {
        limit.leave(peer.getAddress());
        meters.closed();
    }
}
