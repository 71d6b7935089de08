package dev.hermod.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Waits for the ClientHello, chooses the certificate by the domain named in it, and gives its
/// place to the TLS engine.
final class HelloHandler extends AbstractSniHandler<TlsContext> {
    private static final int LONGEST_HELLO = 32_768;

    /// A fatal alert `no_application_protocol` (RFC 7301 section 3.2) as a record.
    private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    private final Tls tls;
    private final @Nullable String protocol;
    private boolean refused;

    /// Makes it for one connection.
    ///
    /// @param protocol the ALPN protocol spoken here; `null` to leave ALPN alone
    HelloHandler(Tls tls, @Nullable String protocol) {
        // No timer here: the sweep of the event loop watches over the whole handshake.
        super(LONGEST_HELLO, 0);
        this.tls = tls;
        this.protocol = protocol;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(ctx, in, out);
        }
    }

    @Override
    protected Future<TlsContext> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello)
            throws Exception {
        if (protocol != null && hello != null) {
            var offered = ApplicationProtocols.offered(hello);
            if (!offered.isEmpty() && !offered.contains(protocol)) {
                return ctx.executor()
                        .newFailedFuture(new TlsRefused("no common application protocol", null));
            }
        }
        return super.lookup(ctx, hello);
    }

    @Override
    protected Future<TlsContext> lookup(ChannelHandlerContext ctx, @Nullable String hostname) {
        try {
            return ctx.executor().newSucceededFuture(tls.contextFor(hostname));
        } catch (SSLException e) {
            return ctx.executor().newFailedFuture(e);
        }
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String hostname, Future<TlsContext> found) {
        if (found.isSuccess()) {
            var handler = found.getNow().newHandler(ctx.alloc(), protocol != null, tls.workers());
            ctx.pipeline().replace(this, null, handler);
        } else {
            refused = true;
            if (found.cause() instanceof TlsRefused) {
                var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL));
            }
            ctx.fireExceptionCaught(found.cause());
        }
    }
}
