package dev.hermod.net;

import dev.hermod.stream.StreamAcceptor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port that accepts connections until it is closed; the connections stay.
public final class TcpListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
    private static final long BIND_SECONDS = 10;

    private final String name;
    private final Channel channel;

    private TcpListener(String name, Channel channel) {
        this.name = name;
        this.channel = channel;
    }

    /// Opens the port.
    ///
    /// @param limit counts connections; may be shared by listeners
    /// @throws IOException saying which listener cannot have which port, and why
    public static TcpListener open(
            EventLoops loops,
            ListenerSettings settings,
            AddressLimit limit,
            StreamAcceptor acceptor)
            throws IOException {
        var accepting = new Accepting(loops, settings, limit, acceptor);
        return open(
                loops,
                settings,
                accepted -> accepted.pipeline().addLast(new TcpChannelHandler(accepting::accept)));
    }

    /// The same with whatever is to happen to sockets that were accepted.
    static TcpListener open(
            EventLoops loops, ListenerSettings settings, Consumer<Channel> initializer)
            throws IOException {
        var bootstrap = bootstrap(loops, settings.options());
        var troubles = new RareLog(log);
        bootstrap.childHandler(
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        initializer.accept(accepted);
                        TrustedProxies introducers = settings.introducers();
                        if (introducers != null) {
                            accepted.pipeline()
                                    .addFirst(new ProxyHeaderHandler(introducers, troubles));
                        }
                    }
                });
        return new TcpListener(settings.name(), bind(bootstrap, settings));
    }

    public String name() {
        return name;
    }

    /// The port it listens on, also where a free one was asked for.
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /// Accepts nothing more.
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS);
    }

    private static ServerBootstrap bootstrap(EventLoops loops, TcpOptions options) {
        var bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, options.backlog())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(options.lowWater(), options.highWater()));
        if (loops.epoll()) {
            bootstrap.childOption(
                    EpollChannelOption.TCP_USER_TIMEOUT, (int) options.userTimeout().toMillis());
        }
        return bootstrap;
    }

    private static Channel bind(ServerBootstrap bootstrap, ListenerSettings settings)
            throws IOException {
        var address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw failure(settings, "no such host", null);
        }
        var bound = bind(bootstrap, address);
        if (!bound.isSuccess() && settings.host().equals("::")) {
            log.info("{}: no IPv6 here, listening on IPv4 only", settings.name());
            bound = bind(bootstrap, new InetSocketAddress("0.0.0.0", settings.port()));
        }
        if (!bound.isSuccess()) {
            throw failure(
                    settings,
                    bound.cause() == null ? "timed out" : bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private static ChannelFuture bind(ServerBootstrap bootstrap, InetSocketAddress address) {
        var bound = bootstrap.bind(address);
        bound.awaitUninterruptibly(BIND_SECONDS, TimeUnit.SECONDS);
        return bound;
    }

    private static IOException failure(
            ListenerSettings settings, @Nullable String why, @Nullable Throwable cause) {
        return new IOException(
                "listener %s cannot open %s port %d: %s"
                        .formatted(settings.name(), settings.host(), settings.port(), why),
                cause);
    }
}
