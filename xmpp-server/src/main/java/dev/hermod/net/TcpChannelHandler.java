package dev.hermod.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what Netty says about one accepted socket into calls of its [TcpConnection].
final class TcpChannelHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TcpChannelHandler.class);

    private final Accepting accepting;
    private @Nullable TcpConnection connection;

    TcpChannelHandler(Accepting accepting) {
        this.accepting = accepting;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connection = accepting.accept(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        try {
            if (connection != null) {
                connection.received(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (connection != null) {
            connection.adjustReading();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (connection == null) {
            return;
        }
        switch (event) {
            case SslHandshakeCompletionEvent done when done.isSuccess() ->
                    connection.secured(ctx.pipeline().get(TlsContext.TlsHandler.class).info());
            case SslHandshakeCompletionEvent done -> connection.failed(done.cause());
            case ChannelInputShutdownEvent _ -> connection.inputEnded();
            case SslCloseCompletionEvent done when done.isSuccess() -> connection.inputEnded();
            default -> {}
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (connection != null) {
            connection.failed(cause);
        } else {
            log.error("A connection could not be given a stream", cause);
            var _ = ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (connection != null) {
            connection.gone();
        }
    }
}
