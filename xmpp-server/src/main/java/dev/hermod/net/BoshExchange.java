package dev.hermod.net;

import dev.hermod.net.bosh.BoshResponse;
import dev.hermod.net.bosh.BoshTerms;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP request with a `<body/>`, and how it is answered.
final class BoshExchange {
    private final HttpExchange exchange;
    private final WebOrigins origins;
    private final @Nullable String origin;
    private @Nullable BoshTerms terms;

    BoshExchange(HttpExchange exchange, WebOrigins origins, @Nullable String origin) {
        this.exchange = exchange;
        this.origins = origins;
        this.origin = origin;
    }

    /// What its session has agreed upon.
    void of(BoshTerms agreed) {
        terms = agreed;
    }

    HttpExchange exchange() {
        return exchange;
    }

    byte[] bytes() {
        return exchange.body();
    }

    Client client() {
        return exchange.client();
    }

    void answer(byte[] body) {
        answer(HttpResponseStatus.OK, body);
    }

    private void answer(HttpResponseStatus status, byte[] body) {
        String type = terms == null ? BoshTerms.XML : terms.content();
        exchange.answer(origins.share(new HttpAnswer(status, type, body, Map.of()), origin));
    }

    /// A terminal binding condition, for clients from before BOSH had them with the status that
    /// they know (XEP-0124 section 17.1).
    void terminal(String condition) {
        boolean legacy = terms != null && !terms.modern();
        HttpResponseStatus status =
                switch (condition) {
                    case "bad-request" -> HttpResponseStatus.BAD_REQUEST;
                    case "policy-violation" -> HttpResponseStatus.FORBIDDEN;
                    case "item-not-found" -> HttpResponseStatus.NOT_FOUND;
                    default -> HttpResponseStatus.OK;
                };
        answer(legacy ? status : HttpResponseStatus.OK, BoshResponse.terminal(condition));
    }
}
