package dev.hermod.it.outage;

import dev.hermod.it.Account;
import dev.hermod.it.Event;
import dev.hermod.it.HermodServer;
import dev.hermod.it.RawClient;
import dev.hermod.it.Xml;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A session with stream management that is read all the time: what is sent on it may have to wait
/// for the server, what comes does not.
final class Line implements AutoCloseable {
    private static final String MANAGEMENT = "urn:xmpp:sm:3";
    private static final Duration TURN = Duration.ofMillis(200);

    private final RawClient client;
    private final Consumer<Xml> messages;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicLong counted = new AtomicLong();
    private volatile long handled;
    private volatile boolean closed;
    private volatile String end = "";

    private Line(RawClient client, Consumer<Xml> messages) {
        this.client = client;
        this.messages = messages;
    }

    /// Logs in and becomes available.
    ///
    /// @param messages is given every message, on a thread of the line's own
    static Line open(HermodServer server, Account account, Consumer<Xml> messages) {
        RawClient client = RawClient.login(server, account);
        client.send("<enable xmlns='%s'/>".formatted(MANAGEMENT));
        client.receive(element -> element.is("enabled", MANAGEMENT));
        Line line = new Line(client, messages);
        Thread.ofVirtual().start(line::read);
        line.stanza("<presence/>");
        return line;
    }

    /// Sends a stanza; returns when the server has room for it.
    void stanza(String xml) {
        counted.incrementAndGet();
        client.send(xml);
    }

    /// Whether the server has acknowledged all that was sent before; asks for it.
    boolean settled() {
        if (!end.isEmpty()) {
            throw new AssertionError(client.bare() + " lost its stream: " + end);
        }
        client.send("<r xmlns='" + MANAGEMENT + "'/>");
        return handled == counted.get();
    }

    /// Sends a ping with an id of its own, to be asked for with [#answered].
    void ping(String id) {
        stanza(
                "<iq type='get' to='%s' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
                        .formatted(client.account().domain(), id));
    }

    boolean answered(String id) {
        return answered.contains(id);
    }

    private void read() {
        long received = 0;
        while (!closed && end.isEmpty()) {
            switch (client.stream().poll(TURN)) {
                case null -> {}
                case Event.Child(Xml element) when element.is("r", MANAGEMENT) ->
                        client.send("<a xmlns='%s' h='%d'/>".formatted(MANAGEMENT, received));
                case Event.Child(Xml element) when element.is("a", MANAGEMENT) ->
                        handled = Long.parseLong(element.attr("h"));
                case Event.Child(Xml element) -> {
                    received++;
                    take(element);
                }
                case Event other -> end = other.toString();
            }
        }
    }

    private void take(Xml stanza) {
        if (stanza.name().equals("message")) {
            messages.accept(stanza);
        } else if (stanza.name().equals("iq")) {
            answered.add(stanza.attr("id"));
        }
    }

    @Override
    public void close() {
        closed = true;
        client.die();
    }
}
