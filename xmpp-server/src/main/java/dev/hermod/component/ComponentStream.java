package dev.hermod.component;

import dev.hermod.feature.SessionEnd;
import dev.hermod.session.Connection;
import dev.hermod.session.Reading;
import dev.hermod.session.TlsInfo;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.stream.Liveness;
import dev.hermod.stream.StreamFrame;
import dev.hermod.stream.StreamHandler;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlStreamException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// A stream that a component opened, from its header to its end (XEP-0114 section 3). Runs on the
/// connection's event loop; other threads ask by [#deliver] and [#end] only.
public final class ComponentStream implements StreamHandler {
    /// The content namespace of these streams.
    public static final String NAMESPACE = "jabber:component:accept";

    private static final Logger log = LoggerFactory.getLogger(ComponentStream.class);

    /// Where the stream stands.
    sealed interface Phase {
        record AwaitingHeader() implements Phase {}

        /// The component has to prove that it knows the secret.
        record AwaitingHandshake(ExternalComponent component, String streamId) implements Phase {}

        record Connected(ExternalComponent component) implements Phase {}

        /// Nothing more is taken or sent.
        record Closed() implements Phase {}
    }

    private final Connection connection;
    private final ComponentParts parts;
    private final StreamFrame frame;
    private final Liveness liveness;
    private final Reading reading;
    private final SenderLanes lanes;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private Phase phase = new Phase.AwaitingHeader();

    public ComponentStream(Connection connection, ComponentParts parts) {
        this.connection = connection;
        this.parts = parts;
        this.frame = StreamFrame.unversioned(connection, NAMESPACE);
        this.liveness = new Liveness(parts.settings(), System.nanoTime());
        this.reading = new Reading(connection, parts.stanzasPerSecond());
        this.lanes =
                new SenderLanes(
                        parts.router(),
                        connection,
                        reading,
                        parts.messageLog(),
                        parts.pendingMessages());
    }

    long connectionId() {
        return connection.id();
    }

    /// Completes when the stream is closed and what it had sent is done.
    CompletableFuture<Void> whenOver() {
        return over;
    }

    @Override
    public void opened(StreamHeader header) {
        if (!(phase instanceof Phase.AwaitingHeader)) {
            fail(StreamErrorCondition.BAD_FORMAT, "a stream header inside a stream");
        } else if (!header.defaultNamespace().equals(NAMESPACE)) {
            fail(
                    StreamErrorCondition.INVALID_NAMESPACE,
                    "the content namespace must be " + NAMESPACE);
        } else if (header.to() == null) {
            fail(StreamErrorCondition.IMPROPER_ADDRESSING, "the stream header has no 'to'");
        } else {
            open(header.to());
        }
    }

    private void open(String to) {
        @Nullable ExternalComponent component = parts.components().find(to);
        if (component == null) {
            fail(StreamErrorCondition.HOST_UNKNOWN, "no component is configured for that domain");
        } else {
            String id = frame.open(component.domain(), null);
            phase = new Phase.AwaitingHandshake(component, id);
        }
    }

    @Override
    public void element(FrozenElement element) {
        switch (phase) {
            case Phase.AwaitingHandshake(ExternalComponent component, String id) ->
                    handshake(element, component, id);
            case Phase.Connected(ExternalComponent component) -> stanza(element, component);
            case Phase.AwaitingHeader _, Phase.Closed _ -> {}
        }
    }

    private void handshake(FrozenElement element, ExternalComponent component, String streamId) {
        if (!element.is("handshake", NAMESPACE)) {
            fail(StreamErrorCondition.NOT_AUTHORIZED, "the handshake comes first");
        } else if (!component.provenBy(element.text(), streamId)) {
            fail(StreamErrorCondition.NOT_AUTHORIZED, "the secret is wrong");
        } else if (!component.join(this)) {
            fail(StreamErrorCondition.RESOURCE_CONSTRAINT, "too many streams of this component");
        } else {
            phase = new Phase.Connected(component);
            connection.limits(parts.settings().limits());
            connection.write(FrozenElement.named("handshake", NAMESPACE).build(), null);
            log.info(
                    "stream {} from {}: component {} connected",
                    connection.id(),
                    connection.peer(),
                    component);
        }
    }

    private void stanza(FrozenElement element, ExternalComponent component) {
        String from = element.attr("from");
        String to = element.attr("to");
        if (!element.namespace().equals(NAMESPACE) || !Stanzas.isStanza(element)) {
            fail(StreamErrorCondition.UNSUPPORTED_STANZA_TYPE, "not a stanza");
        } else if (from == null || from.isEmpty() || to == null || to.isEmpty()) {
            // RFC 6120 4.9.3.7, which XEP-0114 follows: addresses as between servers.
            fail(StreamErrorCondition.IMPROPER_ADDRESSING, "a stanza needs 'from' and 'to'");
        } else {
            @Nullable JID sender = Jids.parseOrNull(from);
            if (sender == null || !sender.getDomain().equals(component.domain())) {
                fail(StreamErrorCondition.INVALID_FROM, "a stanza in the name of another domain");
            } else {
                receive(element, sender, component);
            }
        }
    }

    private void receive(FrozenElement element, JID sender, ExternalComponent component) {
        try {
            Packet stanza = Stanzas.read(element, sender, null);
            if (stanza instanceof IQ iq && iq.isRequest() && iq.getID() != null) {
                component.asked(iq, this);
            }
            lanes.receive(stanza);
        } catch (StanzaException refusal) {
            // RFC 6120 4.9.3.7 would let the stream end here. It carries many users, and one of
            // them may have typed a contact wrong, so that one is told (8.3.3.8).
            answer(element, sender, refusal);
        }
        reading.received();
    }

    private void answer(FrozenElement element, JID sender, StanzaException refusal) {
        String type = element.attr("type");
        if (!"error".equals(type) && !"result".equals(type)) {
            Packet error = Stanzas.error(element, sender, refusal);
            write(Stanzas.element(error).addressed(serverDomain(), sender.toString()));
        }
    }

    /// Sends a stanza to the component.
    ///
    /// @param otherwise takes it when this stream is over
    void deliver(Packet stanza, Consumer<Packet> otherwise) {
        onLoop(() -> {
            if (phase instanceof Phase.Connected) {
                write(Stanzas.element(stanza));
            } else {
                otherwise.accept(stanza);
            }
        });
    }

    private void write(FrozenElement stanza) {
        connection.write(stanza, null);
        if (connection.pendingBytes() > parts.queueBytes()) {
            fail(
                    StreamErrorCondition.RESOURCE_CONSTRAINT,
                    "the component does not read what it is sent");
        }
    }

    @Override
    public void tick(long nowNanos) {
        switch (phase) {
            case Phase.AwaitingHeader _, Phase.AwaitingHandshake _ -> hurry(nowNanos);
            case Phase.Connected(ExternalComponent component) -> watch(nowNanos, component);
            case Phase.Closed _ -> {}
        }
    }

    private void hurry(long nowNanos) {
        @Nullable SessionEnd overdue = liveness.early(nowNanos, connection.receivedBytes(), false);
        if (overdue != null) {
            fail(overdue.condition(), overdue.text());
        }
    }

    private void watch(long nowNanos, ExternalComponent component) {
        switch (liveness.watch(nowNanos, connection.receivedBytes())) {
            case ALIVE -> {}
            case PING -> connection.write(liveness.ping(serverDomain()), component.domain());
            case DEAD -> fail(StreamErrorCondition.CONNECTION_TIMEOUT, "no answer to a ping");
        }
    }

    private String serverDomain() {
        return parts.settings().domains().getFirst();
    }

    /// Ends the stream with an error; from any thread.
    void end(SessionEnd reason) {
        onLoop(() -> fail(reason.condition(), reason.text()));
    }

    @Override
    public void closed() {
        if (!(phase instanceof Phase.Closed)) {
            over("closed by the component");
            frame.close();
        }
    }

    @Override
    public void malformed(XmlStreamException problem) {
        fail(problem.condition(), problem.text());
    }

    @Override
    public void broken() {
        fail(StreamErrorCondition.INTERNAL_SERVER_ERROR, null);
        connection.close();
    }

    @Override
    public void secured(TlsInfo tls) {}

    @Override
    public void disconnected(@Nullable Throwable cause) {
        if (!(phase instanceof Phase.Closed)) {
            over(cause == null ? "connection closed" : "connection lost: " + cause.getMessage());
        }
    }

    /// Ends the stream with an error, preceded by a header where none was sent yet.
    private void fail(StreamErrorCondition condition, @Nullable String text) {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (!frame.isOpen()) {
            var _ = frame.open(serverDomain(), null);
        }
        over(condition.elementName() + (text == null ? "" : " (" + text + ")"));
        frame.error(condition, text);
        frame.close();
    }

    /// What was received goes on; nothing more is taken.
    private void over(String why) {
        log.info("stream {} from {}{} ended: {}", connection.id(), connection.peer(), who(), why);
        if (phase instanceof Phase.Connected(ExternalComponent component)) {
            component.leave(this);
        }
        phase = new Phase.Closed();
        lanes.finish(() -> over.complete(null));
    }

    private String who() {
        return switch (phase) {
            case Phase.AwaitingHandshake(ExternalComponent component, String _) ->
                    " for component " + component;
            case Phase.Connected(ExternalComponent component) -> " of component " + component;
            case Phase.AwaitingHeader _, Phase.Closed _ -> "";
        };
    }

    private void onLoop(Runnable task) {
        if (connection.inEventLoop()) {
            task.run();
        } else {
            connection.execute(task);
        }
    }
}
