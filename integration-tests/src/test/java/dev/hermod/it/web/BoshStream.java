package dev.hermod.it.web;

import dev.hermod.it.HermodServer;
import dev.hermod.it.TlsClient;
import dev.hermod.it.Xml;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A session of BOSH as browsers have it: at most two requests at a time, and one is always open.
final class BoshStream implements WebExchange {
    static final String NAMESPACE = "http://jabber.org/protocol/httpbind";
    static final String XBOSH = "urn:xmpp:xbosh";
    private static final long SECONDS = 30;
    private static final long FIRST = 4_717_717_000L;

    private final HttpClient client =
            HttpClient.newBuilder().sslContext(TlsClient.context()).build();
    private final URI url;
    private final Deque<CompletableFuture<Xml>> open = new ArrayDeque<>();
    private final Deque<Xml> elements = new ArrayDeque<>();
    private String sid = "";
    private long rid = FIRST;

    private BoshStream(URI url) {
        this.url = url;
    }

    static BoshStream plain(HermodServer server) {
        return new BoshStream(url(server, "http"));
    }

    static BoshStream tls(HermodServer server) {
        return new BoshStream(url(server, "https"));
    }

    static URI url(HermodServer server, String scheme) {
        int port = server.address(scheme).getPort();
        return URI.create("%s://localhost:%d/bosh".formatted(scheme, port));
    }

    String sid() {
        return sid;
    }

    /// The id of the request that was sent last.
    long rid() {
        return rid;
    }

    /// Asks for a session; returns the whole answer.
    Xml create(String attributes) {
        Xml body =
                now(
                        "<body xmlns='%s' xmlns:xmpp='%s' rid='%d' to='localhost' xmpp:version='1.0' %s/>"
                                .formatted(NAMESPACE, XBOSH, rid, attributes));
        sid = body.attr("sid");
        return body;
    }

    @Override
    public Xml open(String domain) {
        return create("ver='1.6' wait='20' hold='1' ack='1'").child("features", WebStream.STREAMS);
    }

    @Override
    public Xml reopen(String domain) {
        var _ = post("to='%s' xmpp:restart='true' xmlns:xmpp='%s'".formatted(domain, XBOSH), "");
        return element();
    }

    @Override
    public BoshStream send(String xml) {
        var _ = post("", xml);
        return this;
    }

    /// Sends the next request.
    CompletableFuture<Xml> post(String attributes, String content) {
        CompletableFuture<Xml> answer = request(++rid, attributes, content);
        open.add(answer);
        return answer;
    }

    /// Sends a request with any id.
    CompletableFuture<Xml> request(long id, String attributes, String content) {
        return async(body(id, attributes, content));
    }

    String body(long id, String attributes, String content) {
        return "<body xmlns='%s' sid='%s' rid='%d' %s>%s</body>"
                .formatted(NAMESPACE, sid, id, attributes, content);
    }

    private CompletableFuture<Xml> async(String body) {
        return client.sendAsync(
                        HttpRequest.newBuilder(url)
                                .header("Content-Type", "text/xml; charset=utf-8")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .thenApply(Xml::parse);
    }

    private Xml now(String body) {
        return await(async(body));
    }

    static Xml await(CompletableFuture<Xml> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Xml element() {
        while (elements.isEmpty()) {
            if (open.isEmpty()) {
                var _ = post("", "");
            }
            Xml body = await(open.remove());
            if (body.attr("type").equals("terminate") && body.children().isEmpty()) {
                throw new AssertionError("the session ended: " + body);
            }
            elements.addAll(body.children());
        }
        return elements.remove();
    }

    /// Goes away without a word.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
