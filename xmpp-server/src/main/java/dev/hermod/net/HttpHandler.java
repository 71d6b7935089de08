package dev.hermod.net;

import dev.hermod.session.TlsInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket that speaks HTTP: gathers requests within bounds of size and time, and hands them on.
final class HttpHandler extends ChannelInboundHandlerAdapter implements Swept {
    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);
    private static final int SECONDS_FOR_A_REQUEST = 30;

    /// Longer than proxies keep connections that they do not use.
    private static final int SECONDS_BETWEEN_REQUESTS = 75;

    private static final int MOST_DUE = 16;

    private final HttpDoor door;
    private @Nullable Socket socket;
    private @Nullable HttpRequest request;
    private @Nullable HttpBody body;
    private @Nullable TlsInfo tls;
    private @Nullable Closing closing;
    private boolean securing;
    private boolean swept;
    private int seconds;
    private int patience = SECONDS_FOR_A_REQUEST;
    private int place;

    /// Known once the socket is accepted.
    private record Socket(Channel channel, InetSocketAddress peer, HttpAnswers answers) {}

    HttpHandler(HttpDoor door) {
        this.door = door;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        // Null where the peer has gone again before its connection was looked at.
        @Nullable Client client = ProxyHeaderHandler.clientOf(channel);
        if (client == null || !door.count(channel, client.address())) {
            var _ = channel.close();
            return;
        }
        tls = client.tls();
        door.opened(channel);
        socket = new Socket(channel, client.address(), new HttpAnswers(channel, this::close));
        loop().add(this);
        swept = true;
        if (door.listener().encryption() instanceof Encryption.Direct(var with, var protocol)) {
            securing = true;
            channel.pipeline().addFirst(new HelloHandler(with, protocol));
        }
    }

    private Socket socket() {
        return Objects.requireNonNull(socket);
    }

    private LoopState loop() {
        return door.loops().state(socket().channel().eventLoop());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (socket != null && closing == null) {
                if (message instanceof HttpRequest next) {
                    begin(next);
                }
                if (message instanceof HttpContent part && request != null) {
                    goOn(request, part);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest next) {
        seconds = 0;
        patience = SECONDS_FOR_A_REQUEST;
        if (next.decoderResult().isFailure()) {
            refuse(trouble(next.decoderResult().cause()), "that is no HTTP request");
        } else if (HttpUtil.getContentLength(next, 0L) > most()) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "too large");
        } else if (socket().answers().due() >= MOST_DUE) {
            refuse(HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests at a time");
        } else {
            request = next;
            body = door.resources().newBody();
            if (HttpUtil.is100ContinueExpected(next)) {
                var _ =
                        socket().channel()
                                .writeAndFlush(
                                        new DefaultFullHttpResponse(
                                                HttpVersion.HTTP_1_1,
                                                HttpResponseStatus.CONTINUE,
                                                Unpooled.EMPTY_BUFFER));
            }
        }
    }

    private int most() {
        return door.resources().settings().bodyBytes();
    }

    private static HttpResponseStatus trouble(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    private void goOn(HttpRequest of, HttpContent part) {
        HttpBody gathered = Objects.requireNonNull(body);
        ByteBuf bytes = part.content();
        if (part.decoderResult().isFailure()) {
            refuse(HttpResponseStatus.BAD_REQUEST, "that is no HTTP request");
        } else if (gathered.length() + bytes.readableBytes() > most()) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "too large");
        } else if (!gathered.add(bytes)) {
            refuse(HttpResponseStatus.SERVICE_UNAVAILABLE, "too much at a time");
        } else if (part instanceof LastHttpContent) {
            request = null;
            body = null;
            seconds = 0;
            patience = SECONDS_BETWEEN_REQUESTS;
            received(of, gathered.take());
        }
    }

    private void received(HttpRequest of, byte[] content) {
        Client client =
                door.resources().settings().proxies().client(socket().peer(), tls, of.headers());
        var exchange = new HttpExchange(of, content, client, socket().answers());
        String uri = of.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (path.equals(WebResources.WEB_SOCKET)) {
            webSocket(exchange);
        } else {
            socket().answers().expect(exchange);
            door.resources().handle(exchange, path, door);
        }
    }

    private void webSocket(HttpExchange exchange) {
        @Nullable HttpAnswer refusal = door.resources().refusal(exchange);
        if (refusal == null && socket().answers().due() > 0) {
            refusal = HttpAnswer.text(HttpResponseStatus.BAD_REQUEST, "other requests are open");
        }
        Client client = exchange.client();
        if (refusal == null
                && !client.address().equals(socket().peer())
                && !door.count(socket().channel(), client.address())) {
            refusal = HttpAnswer.text(HttpResponseStatus.TOO_MANY_REQUESTS, "too many connections");
        }
        if (refusal == null) {
            upgrade(exchange);
        } else {
            socket().answers().expect(exchange);
            exchange.answer(refusal);
        }
    }

    private void upgrade(HttpExchange exchange) {
        Channel channel = socket().channel();
        var _ =
                channel.writeAndFlush(
                        WebSocketHandshake.acceptance(exchange.request()).toResponse());
        forget();
        SocketConnection connection = door.webSocket(channel, exchange.client());
        channel.pipeline().replace(this, null, new TcpChannelHandler(connection));
        channel.pipeline().remove(HttpServerCodec.class);
        connection.open(door.acceptor());
    }

    private void refuse(HttpResponseStatus status, String words) {
        socket().answers().write(HttpAnswer.text(status, words), true);
    }

    /// The last answer is written.
    private void close() {
        drop();
        if (closing == null) {
            Channel channel = socket().channel();
            closing = new Closing(channel, new Outbox(channel));
            closing.start();
        }
    }

    private void drop() {
        request = null;
        if (body != null) {
            body.drop();
            body = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done when done.isSuccess() -> {
                securing = false;
                seconds = 0;
                tls = ctx.pipeline().get(TlsContext.TlsHandler.class).info();
            }
            case SslHandshakeCompletionEvent _ -> {
                var _ = ctx.close();
            }
            case ChannelInputShutdownEvent _ -> {
                if (closing == null) {
                    var _ = ctx.close();
                } else {
                    closing.peerFinished();
                }
            }
            default -> {}
        }
    }

    @Override
    public void sweep(long now) {
        if (closing != null) {
            closing.tick();
            return;
        }
        boolean waiting = socket().answers().due() > 0;
        int most =
                securing
                        ? (int) door.listener().options().handshakeTimeout().toSeconds()
                        : patience;
        if (!waiting && ++seconds > most) {
            if (request == null) {
                var _ = socket().channel().close();
            } else {
                refuse(HttpResponseStatus.REQUEST_TIMEOUT, "too slow");
            }
        }
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int next) {
        place = next;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RuntimeException
                && !(cause instanceof io.netty.handler.codec.CodecException)) {
            log.error("A request from {} failed because of an error in the server", socket, cause);
        }
        var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        drop();
        forget();
    }

    private void forget() {
        if (swept) {
            swept = false;
            loop().remove(this);
        }
    }
}
