package dev.hermod.net;

import dev.hermod.net.bosh.BoshRequest;
import dev.hermod.net.bosh.BoshResponse;
import dev.hermod.net.bosh.BoshTerms;
import dev.hermod.net.bosh.KeySequence;
import dev.hermod.net.bosh.RequestWindow;
import dev.hermod.session.TlsInfo;
import dev.hermod.stream.StreamAcceptor;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream's link over BOSH (XEP-0124, XEP-0206): a session of HTTP requests, whatever sockets
/// they come by. All of it happens on one event loop.
final class BoshConnection extends LoopConnection {
    private enum Phase {
        OPEN,
        /// The stream has ended; the client is told as soon as it asks.
        ENDED,
        GONE
    }

    /// A request that has come, perhaps before its turn.
    private record Arrived(BoshRequest request, BoshExchange exchange) {}

    private final String sid;
    private final Client client;
    private final BoshTerms terms;
    private final KeySequence keys;
    private final RequestWindow<Arrived> window;
    private final Consumer<BoshConnection> onOver;
    private final BoshInbox inbox = new BoshInbox();
    private final BoshOutbox outbox = new BoshOutbox();
    private final HeldRequests held;
    private volatile XmlLimits limits;
    private Phase phase = Phase.OPEN;
    private @Nullable StreamHeader asked;
    private boolean described;
    private boolean failed;
    private int inactivity;
    private @Nullable Throwable cause;

    BoshConnection(
            long id,
            String sid,
            Client client,
            LoopState loop,
            ListenerSettings settings,
            BoshTerms terms,
            BoshRequest request,
            Consumer<BoshConnection> onOver) {
        super(id, loop, settings);
        this.sid = sid;
        this.client = client;
        this.terms = terms;
        this.limits = settings.limits();
        this.inactivity = terms.inactivity();
        this.keys = new KeySequence(request);
        this.window = new RequestWindow<>(request.rid(), terms.requests());
        this.held = new HeldRequests(terms, window, outbox);
        this.onOver = onOver;
    }

    String sid() {
        return sid;
    }

    BoshTerms terms() {
        return terms;
    }

    /// From any thread: of what the next request may carry.
    XmlLimits limits() {
        return limits;
    }

    /// The first request.
    void open(StreamAcceptor acceptor, BoshRequest request, BoshExchange exchange) {
        inbox.handTo(acceptor.accept(this));
        eventLoop().add(this);
        held.add(request, exchange);
        asked = request.header(null);
        inbox.opened(asked);
        request.payloads().forEach(inbox::element);
        inbox.done(request.size());
        settle();
    }

    /// A request, in whatever order.
    void receive(BoshRequest request, BoshExchange exchange) {
        boolean lessSecure = client.tls() != null && exchange.client().tls() == null;
        if (phase == Phase.GONE || lessSecure) {
            exchange.terminal("item-not-found");
        } else if (window.isKnown(request.rid())) {
            repeated(request.rid(), exchange);
        } else if (!window.accepts(request.rid(), request.mayBeExtra())) {
            terminate("item-not-found", exchange);
        } else {
            @Nullable Arrived before = window.add(request.rid(), new Arrived(request, exchange));
            if (before != null) {
                before.exchange().answer(BoshResponse.recoverable());
            }
            takeInOrder();
        }
    }

    /// A request that is no `<body/>`, or whose content no stream would take.
    void malformed(XmlStreamException problem, BoshExchange exchange) {
        if (phase == Phase.GONE) {
            exchange.terminal("item-not-found");
            return;
        }
        held.add(window.last() + 1, exchange);
        if (phase == Phase.OPEN) {
            inbox.stream().malformed(problem);
        }
        settle();
    }

    /// XEP-0124 section 14.3.
    private void repeated(long rid, BoshExchange exchange) {
        byte[] answer = window.answer(rid);
        if (answer != null) {
            exchange.answer(answer);
            return;
        }
        @Nullable String condition = held.again(rid, exchange);
        if (condition != null) {
            terminate(condition, exchange);
        }
    }

    private void takeInOrder() {
        @Nullable Arrived next = window.next();
        while (next != null) {
            take(next.request(), next.exchange());
            next = phase == Phase.GONE ? null : window.next();
        }
    }

    private void take(BoshRequest request, BoshExchange exchange) {
        if (!keys.accepts(request)) {
            terminate("item-not-found", exchange);
        } else if (held.isOveractive(request)) {
            terminate("policy-violation", exchange);
        } else {
            held.add(request, exchange);
            inactivity = terms.inactivity();
            if (phase == Phase.OPEN) {
                deliver(request);
            }
            int pause = request.number("pause", BoshTerms.LONGEST_PAUSE + 1);
            if (pause <= BoshTerms.LONGEST_PAUSE) {
                held.pause();
                inactivity = pause;
            } else {
                settle();
            }
        }
    }

    private void deliver(BoshRequest request) {
        if (request.isRestart()) {
            asked = request.header(asked);
            inbox.opened(asked);
        } else {
            request.payloads().forEach(inbox::element);
        }
        if (request.isTerminate()) {
            inbox.closed();
        }
        inbox.done(request.size());
    }

    /// Answers what has to be answered now.
    private void settle() {
        if (phase == Phase.OPEN) {
            held.answerDue(inbox.isFull());
        } else if (phase == Phase.ENDED && !held.isEmpty()) {
            held.sayGoodbye(failed ? "remote-stream-error" : null);
            gone();
        }
    }

    /// Ends the session because of what the client did; its stream is lost.
    private void terminate(String condition, BoshExchange exchange) {
        held.terminate(condition);
        exchange.terminal(condition);
        cause = new BoshTrouble(condition);
        gone();
    }

    @Override
    public void openStream(StreamHeader header) {
        if (described || phase != Phase.OPEN) {
            return;
        }
        described = true;
        BoshResponse response = terms.describe(new BoshResponse().attribute("sid", sid));
        attribute(response, "from", header.from());
        attribute(response, "authid", header.id());
        if (terms.acknowledges()) {
            response.attribute("ack", Long.toString(window.last()));
        }
        response.attribute("xmlns:xmpp", BoshRequest.XMPP).attribute("xmpp:restartlogic", "true");
        attribute(response, "xmpp:version", header.version());
        held.begin(response);
    }

    private static void attribute(BoshResponse response, String name, @Nullable String value) {
        if (value != null) {
            response.attribute(name, value);
        }
    }

    @Override
    public void write(FrozenElement element, @Nullable String to) {
        if (phase == Phase.OPEN) {
            failed |= element.is("error", ElementWriter.STREAMS);
            var out = eventLoop().out();
            ElementWriter.writeAlone(element, to, out);
            outbox.add(out.toByteArray());
            flushLater();
        }
    }

    @Override
    public void endStream() {
        // The last answer says so.
    }

    @Override
    void flush() {
        guarded(this::settle);
    }

    @Override
    public InetSocketAddress peer() {
        return client.address();
    }

    /// Requests come by any socket, so there is nothing to bind a channel to.
    @Override
    public @Nullable TlsInfo tls() {
        TlsInfo tls = client.tls();
        return tls == null ? null : new TlsInfo(tls.protocol(), tls.cipherSuite(), Map.of());
    }

    @Override
    public long pendingBytes() {
        return outbox.bytes();
    }

    @Override
    public long receivedBytes() {
        return inbox.receivedBytes();
    }

    @Override
    public void pauseReading() {
        inbox.pause();
    }

    @Override
    public void resumeReading() {
        inbox.resume();
        flushLater();
    }

    @Override
    public void restartStream() {
        // The client says when, by a request of its own.
    }

    @Override
    public boolean canStartTls() {
        return false;
    }

    @Override
    public void startTls() {
        throw new IllegalStateException("TLS is there before BOSH, or never");
    }

    @Override
    public void limits(XmlLimits raised) {
        limits = raised;
    }

    @Override
    public void release() {
        // It holds no parser.
    }

    @Override
    public void close() {
        if (phase == Phase.OPEN) {
            phase = Phase.ENDED;
            inbox.stop();
            flushLater();
        }
    }

    @Override
    boolean isGone() {
        return phase == Phase.GONE;
    }

    @Override
    void broken(RuntimeException bug) {
        if (phase == Phase.OPEN && cause == null) {
            cause = bug;
            guarded(inbox.stream()::broken);
        } else if (phase != Phase.GONE) {
            held.terminate("internal-server-error");
            gone();
        }
    }

    @Override
    public void sweep(long now) {
        if (phase == Phase.OPEN) {
            guarded(() -> inbox.stream().tick(now));
        }
        if (held.areMissing(now, inactivity)) {
            cause = new BoshTrouble("no request in time");
            gone();
        } else if (phase == Phase.OPEN) {
            held.answerOverdue(now);
        }
    }

    private void gone() {
        if (phase != Phase.GONE) {
            phase = Phase.GONE;
            eventLoop().remove(this);
            window.waiting().forEach(each -> each.exchange().terminal("item-not-found"));
            inbox.stop();
            outbox.drop();
            onOver.accept(this);
            inbox.stream().disconnected(cause);
        }
    }
}
