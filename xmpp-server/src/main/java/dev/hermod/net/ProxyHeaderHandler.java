package dev.hermod.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Waits for the PROXY header (versions 1 and 2) with which a proxy says who comes through it, and
/// only then lets the others on the pipeline know of the connection. From a proxy it has to come,
/// from anybody else it is not believed.
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Client> CLIENT = AttributeKey.valueOf("hermod.client");
    private static final int SECONDS = 10;

    /// What follows the header in the same packet; more is not read meanwhile.
    private static final int MOST_BEHIND = 64;

    private final TrustedProxies proxies;
    private final RareLog troubles;
    private final Queue<ByteBuf> behind = new ArrayDeque<>(1);
    private @Nullable Future<?> deadline;
    private @Nullable Client client;

    ProxyHeaderHandler(TrustedProxies proxies, RareLog troubles) {
        this.proxies = proxies;
        this.troubles = troubles;
    }

    /// Who is at the other end: as the proxy said, or else of the socket. `null` where the peer has
    /// gone again.
    static @Nullable Client clientOf(Channel channel) {
        @Nullable Client introduced = channel.attr(CLIENT).get();
        if (introduced != null) {
            return introduced;
        }
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? new Client(peer, null)
                : null;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress peer
                && proxies.contains(peer.getAddress())) {
            ctx.pipeline().addFirst(new HAProxyMessageDecoder());
            deadline =
                    ctx.executor()
                            .schedule(
                                    () -> refuse(ctx, "it did not come"),
                                    SECONDS,
                                    TimeUnit.SECONDS);
        } else {
            ctx.pipeline().remove(this);
            ctx.fireChannelActive();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HAProxyMessage header) {
            try {
                client = client(ctx, header);
            } finally {
                header.release();
            }
            // Later, since the decoder is still at work: what follows has to begin at the head.
            ctx.executor().execute(() -> goOn(ctx));
        } else if (message instanceof ByteBuf bytes) {
            behind.add(bytes);
            if (behind.size() > MOST_BEHIND) {
                refuse(ctx, "too much behind it");
            }
        }
    }

    private static Client client(ChannelHandlerContext ctx, HAProxyMessage header) {
        InetSocketAddress peer = (InetSocketAddress) ctx.channel().remoteAddress();
        @Nullable InetAddress source = source(header);
        boolean tls =
                header.tlvs().stream()
                        .anyMatch(tlv -> tlv instanceof HAProxySSLTLV ssl && ssl.isPP2ClientSSL());
        return new Client(
                source == null ? peer : new InetSocketAddress(source, header.sourcePort()),
                tls ? Client.PROXY_TLS : null);
    }

    /// `null` where the proxy speaks for itself, or of somebody without an address.
    private static @Nullable InetAddress source(HAProxyMessage header) {
        @Nullable String address = header.sourceAddress();
        if (header.command() == HAProxyCommand.LOCAL || address == null) {
            return null;
        }
        return switch (header.proxiedProtocol().addressFamily()) {
            case AF_IPv4, AF_IPv6 -> InetAddress.ofLiteral(address);
            default -> null;
        };
    }

    private void goOn(ChannelHandlerContext ctx) {
        if (ctx.isRemoved() || !ctx.channel().isActive()) {
            return;
        }
        stopWaiting();
        Channel channel = ctx.channel();
        channel.attr(CLIENT).set(client);
        ctx.fireChannelActive();
        channel.pipeline().remove(this);
        boolean more = !behind.isEmpty();
        while (!behind.isEmpty()) {
            channel.pipeline().fireChannelRead(behind.remove());
        }
        if (more) {
            channel.pipeline().fireChannelReadComplete();
        }
    }

    private void refuse(ChannelHandlerContext ctx, @Nullable String why) {
        troubles.warn("No PROXY header from " + ctx.channel().remoteAddress(), String.valueOf(why));
        var _ = ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx, cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // Nobody else knows of this connection.
        stopWaiting();
        release();
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void release() {
        while (!behind.isEmpty()) {
            behind.remove().release();
        }
    }
}
