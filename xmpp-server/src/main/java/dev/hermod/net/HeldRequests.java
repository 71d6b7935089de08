package dev.hermod.net;

import dev.hermod.net.bosh.BoshRequest;
import dev.hermod.net.bosh.BoshResponse;
import dev.hermod.net.bosh.BoshTerms;
import dev.hermod.net.bosh.RequestWindow;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The requests of one session of BOSH that came in order and are not answered yet, oldest first,
/// and how they are answered.
final class HeldRequests {
    /// How often the same request may come while it is not answered.
    private static final int MOST_REPEATS = 10;

    private final BoshTerms terms;
    private final RequestWindow<?> window;
    private final BoshOutbox outbox;
    private final ArrayDeque<Held> held = new ArrayDeque<>(2);
    private @Nullable BoshResponse first;
    private long idleSince = System.nanoTime();
    private long lastRequest;
    private boolean lastWasIdle;

    /// One of them.
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

    HeldRequests(BoshTerms terms, RequestWindow<?> window, BoshOutbox outbox) {
        this.terms = terms;
        this.window = window;
        this.outbox = outbox;
    }

    /// What the first answer begins with.
    void begin(BoshResponse response) {
        first = response;
    }

    void add(BoshRequest request, BoshExchange exchange) {
        lastWasIdle = request.isEmpty();
        add(request.rid(), exchange);
    }

    /// One whose content could not be read.
    void add(long rid, BoshExchange exchange) {
        lastRequest = System.nanoTime();
        held.add(new Held(rid, exchange, lastRequest));
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /// XEP-0124 sections 11 and 12: whether this one comes sooner than it may.
    boolean isOveractive(BoshRequest request) {
        if (held.size() >= terms.requests() && !request.mayBeExtra()) {
            return true;
        }
        boolean soon =
                System.nanoTime() - lastRequest < TimeUnit.SECONDS.toNanos(BoshTerms.POLLING);
        if (terms.isPolling()) {
            return soon && lastWasIdle && request.isEmpty();
        }
        return soon && request.isEmpty() && held.size() + 1 >= terms.requests();
    }

    /// XEP-0124 section 14.3: one of them comes once more and takes the place of the first.
    ///
    /// @return the condition to end the session with, `null` for none
    @Nullable String again(long rid, BoshExchange exchange) {
        for (Held each : held) {
            if (each.rid == rid) {
                each.exchange.answer(BoshResponse.recoverable());
                each.exchange = exchange;
                return ++each.repeats > MOST_REPEATS ? "policy-violation" : null;
            }
        }
        return "item-not-found";
    }

    /// Answers what has to be answered now: as many as there is something to say to, and what is
    /// beyond the number that may wait.
    ///
    /// @param full whether the client should rather wait
    void answerDue(boolean full) {
        if (first != null && !outbox.isEmpty() && !held.isEmpty()) {
            answer();
        }
        while (first == null
                && !held.isEmpty()
                && (!outbox.isEmpty() || (held.size() > terms.hold() && !full))) {
            answer();
        }
    }

    /// Answers the oldest if it has waited for as long as it may.
    void answerOverdue(long now) {
        Held oldest = held.peek();
        if (oldest != null && now - oldest.since >= TimeUnit.SECONDS.toNanos(terms.longestWait())) {
            answer();
        }
    }

    private void answer() {
        Held oldest = held.remove();
        BoshResponse response = first == null ? new BoshResponse() : first;
        first = null;
        outbox.moveTo(response, false);
        lastWasIdle &= !response.hasPayload();
        answer(oldest, response);
    }

    private void answer(Held oldest, BoshResponse response) {
        if (terms.acknowledges() && window.last() != oldest.rid) {
            response.attribute("ack", Long.toString(window.last()));
        }
        byte[] body = response.toBytes();
        window.answered(oldest.rid, body);
        oldest.exchange.answer(body);
        idleSince = System.nanoTime();
    }

    /// XEP-0124 section 10: all are answered without content, and none of that is kept.
    void pause() {
        while (!held.isEmpty()) {
            held.remove().exchange.answer(new BoshResponse().toBytes());
        }
        idleSince = System.nanoTime();
    }

    /// XEP-0124 section 13: the oldest request is told of the end, others are just answered.
    ///
    /// @param condition of the end, `null` for none
    void sayGoodbye(@Nullable String condition) {
        BoshResponse last = first == null ? new BoshResponse() : first;
        last.attribute("type", "terminate");
        if (condition != null) {
            last.attribute("condition", condition);
        }
        outbox.moveTo(last, true);
        answer(held.remove(), last);
        while (!held.isEmpty()) {
            answer(held.remove(), new BoshResponse());
        }
    }

    /// All are answered with a terminal binding condition.
    void terminate(String condition) {
        while (!held.isEmpty()) {
            held.remove().exchange.terminal(condition);
        }
    }

    /// Whether no request has been there for so long.
    boolean areMissing(long now, int seconds) {
        return held.isEmpty() && now - idleSince > TimeUnit.SECONDS.toNanos(seconds);
    }
}
