package dev.hermod.it.web;

import dev.hermod.it.HermodServer;
import dev.hermod.it.TlsClient;
import dev.hermod.it.Xml;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A WebSocket of the JDK's to the server, one element in each message.
final class WebStream implements WebExchange {
    static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
    static final String STREAMS = "http://etherx.jabber.org/streams";
    private static final long SECONDS = 30;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>(100_000);
    private final WebSocket socket;

    private WebStream(String url, UnaryOperator<WebSocket.Builder> settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        HttpClient client = HttpClient.newBuilder().sslContext(TlsClient.context()).build();
        WebSocket.Builder builder = settings.apply(client.newWebSocketBuilder());
        socket =
                builder.connectTimeout(Duration.ofSeconds(SECONDS))
                        .buildAsync(URI.create(url), new Gathering(events))
                        .get(SECONDS, TimeUnit.SECONDS);
    }

    static WebStream plain(HermodServer server) {
        return connect("ws", server.address("http"), builder -> builder.subprotocols("xmpp"));
    }

    static WebStream tls(HermodServer server) {
        return connect("wss", server.address("https"), builder -> builder.subprotocols("xmpp"));
    }

    static WebStream connect(
            String scheme, InetSocketAddress address, UnaryOperator<WebSocket.Builder> settings) {
        try {
            return new WebStream(
                    "%s://localhost:%d/ws".formatted(scheme, address.getPort()), settings);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Xml reopen(String domain) {
        return open(domain);
    }

    @Override
    public Xml open(String domain) {
        send("<open xmlns='%s' to='%s' version='1.0'/>".formatted(FRAMING, domain));
        Xml open = element();
        if (!open.is("open", FRAMING)) {
            throw new AssertionError("no <open/> but " + open);
        }
        return element();
    }

    @Override
    public WebStream send(String xml) {
        return part(xml, true);
    }

    WebStream part(String text, boolean last) {
        try {
            var _ = socket.sendText(text, last).get(SECONDS, TimeUnit.SECONDS);
            return this;
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Xml element() {
        String next = next();
        if (!next.startsWith("<")) {
            throw new AssertionError("no element but " + next);
        }
        return Xml.parse(next);
    }

    /// The next message, or how the WebSocket ended.
    String next() {
        try {
            @Nullable String next = events.poll(SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("the server sent nothing");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Reads a stream error, and that the stream ends behind it; returns its condition.
    String error() {
        Xml error = element();
        if (!error.is("error", STREAMS)) {
            throw new AssertionError("no stream error but " + error);
        }
        if (!element().is("close", FRAMING)) {
            throw new AssertionError("no <close/> behind " + error);
        }
        return error.condition();
    }

    WebSocket socket() {
        return socket;
    }

    /// Goes away without a word.
    @Override
    public void close() {
        socket.abort();
    }

    private record Gathering(BlockingQueue<String> events, StringBuilder text)
            implements WebSocket.Listener {
        Gathering(BlockingQueue<String> events) {
            this(events, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            events.add("closed " + status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            events.add("failed " + error);
        }
    }
}
