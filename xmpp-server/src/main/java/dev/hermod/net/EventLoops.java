package dev.hermod.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event loops that all connections live on, one thread each: epoll on Linux, elsewhere the
/// JDK's NIO.
public final class EventLoops implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoops.class);
    private static final long SHUTDOWN_SECONDS = 5;

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventExecutor, LoopState> states = new HashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final MeterRegistry meters;

    private EventLoops(
            int threads, boolean epoll, IoHandlerFactory handlers, MeterRegistry meters) {
        this.epoll = epoll;
        this.meters = meters;
        this.group =
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("net"), handlers);
        for (var executor : group) {
            var state = new LoopState((EventLoop) executor);
            states.put(executor, state);
            state.start();
        }
        new NettyEventExecutorMetrics(group).bindTo(meters);
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
            new NettyAllocatorMetrics(allocator).bindTo(meters);
        }
    }

    /// Starts them.
    ///
    /// @param threads one per core is best
    /// @param meters where their connections, queues and buffers are counted
    public static EventLoops start(int threads, MeterRegistry meters) {
        if (Epoll.isAvailable()) {
            return new EventLoops(threads, true, EpollIoHandler.newFactory(), meters);
        }
        log.info(
                "epoll is not available, using NIO: {}",
                String.valueOf(Epoll.unavailabilityCause().getMessage()));
        return startNio(threads, meters);
    }

    /// Starts them without native code.
    public static EventLoops startNio(int threads, MeterRegistry meters) {
        return new EventLoops(threads, false, NioIoHandler.newFactory(), meters);
    }

    MeterRegistry meters() {
        return meters;
    }

    boolean epoll() {
        return epoll;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /// One after the other, for what has no connection yet.
    public dev.hermod.session.EventLoop next() {
        return state(group.next());
    }

    LoopState state(EventLoop loop) {
        var state = states.get(loop);
        if (state == null) {
            throw new IllegalArgumentException("an event loop of another group");
        }
        return state;
    }

    long nextConnectionId() {
        return ids.incrementAndGet();
    }

    /// Closes all connections that are left and stops the threads.
    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
