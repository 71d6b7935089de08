package dev.hermod.it.history;

import dev.hermod.it.Event;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import dev.hermod.it.history.Fact.Archived;
import dev.hermod.it.history.Fact.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream with stream management (XEP-0198): counts what is read and answers requests for the
/// count.
final class ManagedLink {
    static final String NAMESPACE = "urn:xmpp:sm:3";

    /// Answers to requests of an earlier link may come once more, so no id is used twice.
    private static final AtomicLong REQUESTS = new AtomicLong();

    private static final String ARCHIVE = "urn:xmpp:mam:2";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(100);

    private final RawClient client;
    private final Consumer<Incoming> listener;
    private long received;
    private final List<Xml> results = new ArrayList<>();

    /// What the owner of a link hears.
    sealed interface Incoming {
        /// The link has sent a stanza of its own, which is counted.
        record Counted(String xml) implements Incoming {}

        /// The server has handled so many.
        record Handled(long count) implements Incoming {}

        /// A message came.
        record Message(Xml message) implements Incoming {}

        /// Presence came.
        record Presence(Xml presence) implements Incoming {}
    }

    /// @param received stanzas that were counted before, on the streams that this one goes on from
    ManagedLink(RawClient client, long received, Consumer<Incoming> listener) {
        this.client = client;
        this.received = received;
        this.listener = listener;
        client.waiting().forEach(this::take);
    }

    long received() {
        return received;
    }

    void handled(long count) {
        listener.accept(new Incoming.Handled(count));
    }

    void send(String xml) {
        client.send(xml);
    }

    void sendCounted(String xml) {
        listener.accept(new Incoming.Counted(xml));
        send(xml);
    }

    void askForAcknowledgement() {
        send("<r xmlns='" + NAMESPACE + "'/>");
    }

    /// Reads until the server has answered a ping.
    void fence() {
        ask("get", client.account().domain(), "<ping xmlns='urn:xmpp:ping'/>");
    }

    /// Sends a request and reads until it is answered.
    Xml ask(String type, String to, String payload) {
        String id = "ask" + REQUESTS.incrementAndGet();
        sendCounted("<iq type='%s' id='%s' to='%s'>%s</iq>".formatted(type, id, to, payload));
        return awaitAnswer(id);
    }

    /// Reads until something is so; fails when it takes too long.
    void readUntil(BooleanSupplier so, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("too long: " + what);
            }
            read(STEP);
        }
    }

    private Xml awaitAnswer(String id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Xml element = read(PATIENCE);
            if (element != null && element.name().equals("iq") && element.attr("id").equals(id)) {
                return element;
            }
        }
        throw new AssertionError("no answer to " + id);
    }

    /// Reads a page of an archive (XEP-0313), in its order.
    ///
    /// @param owner whose archive; empty for the account's own
    /// @param bound forward, ids above it; backward, below
    List<Archived> page(String owner, Direction direction, long bound, int most) {
        String id = "page" + REQUESTS.incrementAndGet();
        String to = owner.isEmpty() ? "" : " to='" + owner + "'";
        results.clear();
        sendCounted(
                "<iq type='set' id='%s'%s><query xmlns='%s' queryid='%s'><set xmlns='http://jabber.org/protocol/rsm'><max>%d</max>%s</set></query></iq>"
                        .formatted(id, to, ARCHIVE, id, most, place(direction, bound)));
        Xml answer = awaitAnswer(id);
        if (!answer.attr("type").equals("result")) {
            throw new AssertionError("no page of the archive but " + answer);
        }
        return results.stream()
                .filter(result -> result.attr("queryid").equals(id))
                .map(ManagedLink::archived)
                .toList();
    }

    private static String place(Direction direction, long bound) {
        return switch (direction) {
            case FORWARD -> bound == 0 ? "" : "<after>" + bound + "</after>";
            case BACKWARD ->
                    bound == Long.MAX_VALUE ? "<before/>" : "<before>" + bound + "</before>";
        };
    }

    private static Archived archived(Xml result) {
        Xml message = result.child("forwarded").child("message");
        return new Archived(Long.parseLong(result.attr("id")), message.body());
    }

    /// Reads what comes, until nothing has come for so many milliseconds.
    void readFor(int millis) {
        Xml element = read(Duration.ofMillis(millis));
        while (element != null) {
            element = read(Duration.ofMillis(millis));
        }
    }

    private @Nullable Xml read(Duration wait) {
        @Nullable Event event = client.stream().poll(wait);
        return switch (event) {
            case null -> null;
            case Event.Child(Xml element) -> {
                take(element);
                yield element;
            }
            case Event.Header _, Event.Closed _, Event.Ended _ ->
                    throw new AssertionError("the stream ended: " + event);
        };
    }

    private void take(Xml element) {
        if (element.namespace().equals(RawClient.CLIENT)) {
            received++;
            element.find("result", ARCHIVE).ifPresent(results::add);
            if (element.name().equals("message")) {
                listener.accept(new Incoming.Message(element));
            } else if (element.name().equals("presence")) {
                listener.accept(new Incoming.Presence(element));
            }
        } else if (element.is("r", NAMESPACE)) {
            send("<a xmlns='%s' h='%d'/>".formatted(NAMESPACE, received));
        } else if (element.is("a", NAMESPACE)) {
            handled(Long.parseLong(element.attr("h")));
        }
    }

    void die() {
        client.die();
    }
}
