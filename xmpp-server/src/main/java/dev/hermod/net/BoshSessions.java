package dev.hermod.net;

import dev.hermod.feature.Xep;
import dev.hermod.net.bosh.BoshRequest;
import dev.hermod.net.bosh.BoshTerms;
import dev.hermod.xml.XmlLimits;
import dev.hermod.xml.XmlStreamException;
import io.micrometer.core.instrument.Gauge;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sessions of BOSH, by their ids: gives each request to its session, and makes new ones.
@Xep(
        number = 124,
        title = "Bidirectional-streams Over Synchronous HTTP (BOSH)",
        version = "1.11.2",
        note = "One stream in a session; no compression, no reports of lost answers.")
@Xep(number = 206, title = "XMPP Over BOSH", version = "1.4")
final class BoshSessions {
    private static final Logger log = LoggerFactory.getLogger(BoshSessions.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 24;
    private static final String METHODS = "POST, OPTIONS";

    private final EventLoops loops;
    private final WebOrigins origins;
    private final AddressLimit limit;
    private final RareLog refusals = new RareLog(log);
    private final Map<String, BoshConnection> sessions = new ConcurrentHashMap<>();

    /// Begins without sessions.
    ///
    /// @param limit counts the sessions of each address, which need no connection of their own
    BoshSessions(EventLoops loops, WebOrigins origins, AddressLimit limit) {
        this.loops = loops;
        this.origins = origins;
        this.limit = limit;
        Gauge.builder("hermod.bosh.sessions", sessions, Map::size)
                .description("open now")
                .strongReference(true)
                .register(loops.meters());
    }

    /// Answers a request, now or later.
    void handle(HttpExchange exchange, HttpDoor door) {
        @Nullable String origin = exchange.headers().get(HttpHeaderNames.ORIGIN);
        if (!origins.allows(origin)) {
            exchange.answer(
                    HttpAnswer.text(
                            HttpResponseStatus.FORBIDDEN, "pages of this origin may not connect"));
        } else if (exchange.method().equals(HttpMethod.OPTIONS)) {
            exchange.answer(origins.share(preflight(), origin));
        } else if (exchange.method().equals(HttpMethod.POST)) {
            read(new BoshExchange(exchange, origins, origin), door);
        } else {
            exchange.answer(origins.share(HttpAnswer.notAllowed(METHODS), origin));
        }
    }

    private static HttpAnswer preflight() {
        return HttpAnswer.noContent()
                .with("Access-Control-Allow-Methods", METHODS)
                .with("Access-Control-Allow-Headers", "Content-Type")
                .with("Access-Control-Max-Age", "86400");
    }

    private void read(BoshExchange exchange, HttpDoor door) {
        byte[] bytes = exchange.bytes();
        @Nullable String claimed = BoshRequest.claimedSid(bytes);
        @Nullable BoshConnection session = claimed == null ? null : sessions.get(claimed);
        XmlLimits limits = session == null ? door.listener().limits() : session.limits();
        try {
            BoshRequest request = BoshRequest.read(bytes, limits);
            if (request.sid() == null) {
                create(exchange, request, door);
            } else if (session != null && session.sid().equals(request.sid())) {
                exchange.of(session.terms());
                session.execute(() -> session.receive(request, exchange));
            } else {
                exchange.terminal("item-not-found");
            }
        } catch (XmlStreamException e) {
            if (session == null) {
                exchange.terminal("bad-request");
            } else {
                exchange.of(session.terms());
                session.execute(() -> session.malformed(e, exchange));
            }
        }
    }

    private void create(BoshExchange exchange, BoshRequest request, HttpDoor door) {
        BoshTerms terms = BoshTerms.of(request);
        exchange.of(terms);
        InetAddress address = exchange.client().address().getAddress();
        if (!limit.enter(address)) {
            refusals.warn("Too many sessions of BOSH from one address", address.getHostAddress());
            exchange.terminal("policy-violation");
            return;
        }
        var session =
                new BoshConnection(
                        loops.nextConnectionId(),
                        newId(),
                        exchange.client(),
                        loops.state(exchange.exchange().loop()),
                        door.listener(),
                        terms,
                        request,
                        this::over);
        sessions.put(session.sid(), session);
        session.execute(() -> session.open(door.acceptor(), request, exchange));
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void over(BoshConnection session) {
        if (sessions.remove(session.sid(), session)) {
            limit.leave(session.peer().getAddress());
        }
    }
}
