package dev.hermod.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what Netty says about one accepted socket into calls of its [SocketConnection].
final class TcpChannelHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TcpChannelHandler.class);

    private final Function<Channel, @Nullable SocketConnection> accepting;
    private @Nullable SocketConnection connection;

    /// For a socket whose connection is made when it is active.
    ///
    /// @param accepting answers with `null` where it closed the socket instead
    TcpChannelHandler(Function<Channel, @Nullable SocketConnection> accepting) {
        this.accepting = accepting;
    }

    /// For a socket that has its connection.
    TcpChannelHandler(SocketConnection connection) {
        this(_ -> connection);
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connection = accepting.apply(ctx.channel());
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
