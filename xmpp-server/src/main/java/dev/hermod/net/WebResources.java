package dev.hermod.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What there is at the listeners for HTTP, with TLS and without; they share it.
public final class WebResources {
    static final String WEB_SOCKET = "/ws";
    static final String BOSH = "/bosh";

    /// Bytes of large bodies that are received at the same time.
    private static final long STOCK = 64L << 20;

    private final EventLoops loops;
    private final WebSettings settings;
    private final HostMeta hostMeta;
    private final BoshSessions bosh;
    private final AtomicLong stock = new AtomicLong(STOCK);

    public WebResources(EventLoops loops, WebSettings settings) {
        this.loops = loops;
        this.settings = settings;
        this.hostMeta = new HostMeta(settings.addresses());
        this.bosh =
                new BoshSessions(
                        loops, settings.origins(), new AddressLimit(settings.sessionsPerAddress()));
    }

    /// Opens a port for them.
    ///
    /// @param limit counts connections; may be shared by listeners
    /// @throws IOException saying which listener cannot have which port, and why
    public TcpListener listen(
            ListenerSettings listener,
            AddressLimit limit,
            dev.hermod.stream.StreamAcceptor acceptor)
            throws IOException {
        var door = new HttpDoor(loops, listener, limit, acceptor, this);
        return TcpListener.open(loops, listener, door::enter);
    }

    WebSettings settings() {
        return settings;
    }

    HttpBody newBody() {
        return new HttpBody(stock);
    }

    /// Why a WebSocket is refused, `null` where it is not.
    @Nullable HttpAnswer refusal(HttpExchange exchange) {
        @Nullable HttpAnswer refusal = WebSocketHandshake.refusal(exchange.request());
        if (refusal == null
                && !settings.origins().allows(exchange.headers().get(HttpHeaderNames.ORIGIN))) {
            return HttpAnswer.text(
                    HttpResponseStatus.FORBIDDEN, "pages of this origin may not connect");
        }
        return refusal;
    }

    /// Answers everything but WebSocket, now or later.
    void handle(HttpExchange exchange, String path, HttpDoor door) {
        switch (path) {
            case BOSH -> bosh.handle(exchange, door);
            case HostMeta.XRD_PATH -> exchange.answer(hostMeta.answer(exchange, false));
            case HostMeta.JSON_PATH -> exchange.answer(hostMeta.answer(exchange, true));
            default ->
                    exchange.answer(
                            HttpAnswer.text(
                                    HttpResponseStatus.NOT_FOUND, "There is nothing here."));
        }
    }
}
