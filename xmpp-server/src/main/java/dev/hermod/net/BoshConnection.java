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
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream's link over BOSH (XEP-0124, XEP-0206): a session of HTTP requests, whatever sockets
/// they come by. All of it happens on one event loop.
final class BoshConnection extends LoopConnection {
    /// How often the same request may come while it is not answered.
    private static final int MOST_REPEATS = 10;

    private enum Phase {
        OPEN,
        /// The stream has ended; the client is told as soon as it asks.
        ENDED,
        GONE
    }

    /// A request in its place that is not answered yet.
    private static final class Held {
        final long rid;
        final long since;
        BoshExchange exchange;
        int repeats;

        Held(long rid, BoshExchange exchange, long since) {
            this.rid = rid;
            this.exchange = exchange;
            this.since = since;
        }
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
    private final ArrayDeque<Held> held = new ArrayDeque<>(2);
    private volatile XmlLimits limits;
    private Phase phase = Phase.OPEN;
    private @Nullable StreamHeader asked;
    private @Nullable BoshResponse first;
    private boolean described;
    private boolean failed;
    private int inactivity;
    private long idleSince = System.nanoTime();
    private long lastRequest;
    private boolean lastWasIdle;
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
        hold(request, exchange);
        asked = request.header(null);
        inbox.opened(asked);
        request.payloads().forEach(inbox::element);
        inbox.done(request.size());
        settle();
    }

    /// A request, in whatever order.
    void receive(BoshRequest request, BoshExchange exchange) {
        boolean extra = request.isTerminate() || request.attribute("pause") != null;
        boolean lessSecure = client.tls() != null && exchange.client().tls() == null;
        if (phase == Phase.GONE || lessSecure) {
            exchange.terminal("item-not-found");
        } else if (window.isKnown(request.rid())) {
            repeated(request.rid(), exchange);
        } else if (!window.accepts(request.rid(), extra)) {
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
        held.add(new Held(window.last() + 1, exchange, System.nanoTime()));
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
        for (Held each : held) {
            if (each.rid == rid) {
                again(each, exchange);
                return;
            }
        }
        terminate("item-not-found", exchange);
    }

    private void again(Held request, BoshExchange exchange) {
        if (++request.repeats > MOST_REPEATS) {
            terminate("policy-violation", exchange);
        } else {
            request.exchange.answer(BoshResponse.recoverable());
            request.exchange = exchange;
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
        } else if (isOveractive(request)) {
            terminate("policy-violation", exchange);
        } else {
            hold(request, exchange);
            inactivity = terms.inactivity();
            if (phase == Phase.OPEN) {
                deliver(request);
            }
            int pause = request.number("pause", BoshTerms.LONGEST_PAUSE + 1);
            if (pause <= BoshTerms.LONGEST_PAUSE) {
                pause(pause);
            } else {
                settle();
            }
        }
    }

    private void hold(BoshRequest request, BoshExchange exchange) {
        lastRequest = System.nanoTime();
        lastWasIdle = request.isEmpty();
        held.add(new Held(request.rid(), exchange, lastRequest));
    }

    /// XEP-0124 sections 11 and 12.
    private boolean isOveractive(BoshRequest request) {
        boolean last = request.isTerminate() || request.attribute("pause") != null;
        if (held.size() >= terms.requests() && !last) {
            return true;
        }
        boolean soon =
                System.nanoTime() - lastRequest < TimeUnit.SECONDS.toNanos(BoshTerms.POLLING);
        if (terms.isPolling()) {
            return soon && lastWasIdle && request.isEmpty();
        }
        return soon && request.isEmpty() && held.size() + 1 >= terms.requests();
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

    /// XEP-0124 section 10: all are answered without content, and none of that is kept.
    private void pause(int seconds) {
        while (!held.isEmpty()) {
            held.remove().exchange.answer(new BoshResponse().toBytes());
        }
        inactivity = seconds;
        idleSince = System.nanoTime();
    }

    /// Answers what has to be answered now: what is beyond the number that may wait, and as many as
    /// there is something to say to.
    private void settle() {
        if (phase == Phase.ENDED && !held.isEmpty()) {
            sayGoodbye();
        }
        boolean talks = !outbox.isEmpty();
        while (phase == Phase.OPEN
                && !held.isEmpty()
                && first == null
                && (talks || (held.size() > terms.hold() && !inbox.isFull()))) {
            answer();
            talks = !outbox.isEmpty();
        }
        if (phase == Phase.OPEN && first != null && talks && !held.isEmpty()) {
            answer();
        }
    }

    /// Answers the oldest.
    private void answer() {
        Held oldest = held.remove();
        BoshResponse response = first == null ? new BoshResponse() : first;
        first = null;
        outbox.moveTo(response, false);
        lastWasIdle &= !response.hasPayload();
        finish(oldest, response);
    }

    private void finish(Held oldest, BoshResponse response) {
        if (terms.acknowledges() && window.last() != oldest.rid) {
            response.attribute("ack", Long.toString(window.last()));
        }
        byte[] body = response.toBytes();
        window.answered(oldest.rid, body);
        oldest.exchange.answer(body);
        idleSince = System.nanoTime();
    }

    /// XEP-0124 section 13: the oldest request is told of the end, others are just answered.
    private void sayGoodbye() {
        BoshResponse last = first == null ? new BoshResponse() : first;
        last.attribute("type", "terminate");
        if (failed) {
            last.attribute("condition", "remote-stream-error");
        }
        outbox.moveTo(last, true);
        finish(held.remove(), last);
        while (!held.isEmpty()) {
            finish(held.remove(), new BoshResponse());
        }
        gone();
    }

    /// Ends the session because of what the client did; its stream is lost.
    private void terminate(String condition, BoshExchange exchange) {
        while (!held.isEmpty()) {
            held.remove().exchange.terminal(condition);
        }
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
        first = response;
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
            while (!held.isEmpty()) {
                held.remove().exchange.terminal("internal-server-error");
            }
            gone();
        }
    }

    @Override
    public void sweep(long now) {
        if (phase == Phase.OPEN) {
            guarded(() -> inbox.stream().tick(now));
        }
        Held oldest = held.peek();
        if (oldest == null) {
            if (now - idleSince > TimeUnit.SECONDS.toNanos(inactivity)) {
                cause = new BoshTrouble("no request in time");
                gone();
            }
        } else if (phase == Phase.OPEN
                && now - oldest.since >= TimeUnit.SECONDS.toNanos(terms.longestWait())) {
            answer();
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
