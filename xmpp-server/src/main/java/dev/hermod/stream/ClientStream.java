package dev.hermod.stream;

import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.StreamContext;
import dev.hermod.session.BoundSession;
import dev.hermod.session.Connection;
import dev.hermod.session.SessionStream;
import dev.hermod.session.TlsInfo;
import dev.hermod.stanza.InvalidJidException;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import dev.hermod.xml.StreamHeader;
import dev.hermod.xml.XmlStreamException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// A client's stream from its header to its end (RFC 6120 section 4), and the session bound on it.
/// Runs on the connection's event loop; what blocks goes to a virtual thread while nothing more is
/// read.
public final class ClientStream implements StreamHandler, SessionStream {
    private static final Logger log = LoggerFactory.getLogger(ClientStream.class);

    /// Where negotiation stands.
    sealed interface Phase {
        /// A stream header has to come: the first, or the one after TLS or SASL.
        record AwaitingHeader() implements Phase {}

        /// The client chooses from the features it was offered.
        record Negotiating() implements Phase {}

        /// `<proceed/>` is sent.
        record StartingTls() implements Phase {}

        /// A resource is bound.
        record Bound(BoundSession session) implements Phase {}

        /// Nothing more is taken or sent.
        record Closed() implements Phase {}
    }

    private final Connection connection;
    private final StreamParts parts;
    private final StreamFrame frame;
    private final StreamOpening opening;
    private final Liveness liveness;
    private final ManagementRequests management;
    private final BoundElements bound;
    private Phase phase = new Phase.AwaitingHeader();
    private @Nullable Negotiation negotiation;
    private @Nullable StreamHeader header;
    private @Nullable JID account;
    private String domain;

    public ClientStream(Connection connection, StreamParts parts) {
        this.connection = connection;
        this.parts = parts;
        this.domain = parts.settings().domains().getFirst();
        this.frame = StreamFrame.versioned(connection, Stanzas.CLIENT);
        this.opening = new StreamOpening(connection, parts);
        this.management = new ManagementRequests(this, parts.sessions());
        this.negotiation = new Negotiation(this, parts, opening, management);
        this.bound = new BoundElements(this, management);
        this.liveness = new Liveness(parts.settings(), System.nanoTime());
    }

    @Override
    public void opened(StreamHeader received) {
        header = received;
        if (!(phase instanceof Phase.AwaitingHeader)) {
            fail(StreamErrorCondition.BAD_FORMAT, "a stream header inside a stream");
            return;
        }
        StreamOpening.@Nullable Problem problem = opening.problem(received);
        if (problem != null) {
            fail(problem.condition(), problem.text());
            return;
        }
        domain = opening.domain(received);
        sendHeader();
        phase = new Phase.Negotiating();
        sendFeatures();
    }

    void sendFeatures() {
        connection.write(features(), null);
    }

    private FrozenElement features() {
        return switch (phase) {
            case Phase.Bound(BoundSession session) ->
                    opening.features(context(), session.management().on());
            default -> Objects.requireNonNull(negotiation).features();
        };
    }

    @Override
    public void element(FrozenElement element) {
        switch (phase) {
            case Phase.Negotiating _ -> negotiate(element);
            case Phase.Bound(BoundSession session) -> bound.element(element, session, header);
            case Phase.AwaitingHeader _, Phase.StartingTls _, Phase.Closed _ -> {}
        }
    }

    private void negotiate(FrozenElement element) {
        @Nullable SessionEnd tooMuch =
                account == null ? liveness.tooMuch(connection.receivedBytes()) : null;
        if (tooMuch != null) {
            end(tooMuch);
            return;
        }
        if (negotiation != null) {
            negotiation.element(element);
        }
    }

    void startTls(FrozenElement element) {
        if (!element.localName().equals("starttls")
                || !connection.canStartTls()
                || account != null) {
            // RFC 6120 5.4.2.2: failure, then the stream ends.
            connection.write(FrozenElement.named("failure", StreamOpening.TLS).build(), null);
            close("STARTTLS refused");
            return;
        }
        connection.write(FrozenElement.named("proceed", StreamOpening.TLS).build(), null);
        phase = new Phase.StartingTls();
        connection.startTls();
    }

    @Override
    public void secured(TlsInfo tls) {
        phase = new Phase.AwaitingHeader();
        frame.restart();
        log.debug("stream {} secured: {} {}", connection.id(), tls.protocol(), tls.cipherSuite());
    }

    @Override
    public void closed() {
        if (!(phase instanceof Phase.Closed)) {
            if (phase instanceof Phase.Bound(BoundSession session)) {
                session.finish(true);
            }
            parts.meters().closed();
            end("closed by the client", null);
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
    public void disconnected(@Nullable Throwable cause) {
        if (phase instanceof Phase.Bound(BoundSession session)) {
            session.lost(connection);
        }
        if (!(phase instanceof Phase.Closed)) {
            phase = new Phase.Closed();
            parts.meters().lost();
            String why =
                    cause == null ? "connection closed" : "connection lost: " + cause.getMessage();
            log.info("stream {} of {} ended: {}", connection.id(), who(), why);
        }
    }

    @Override
    public void tick(long nowNanos) {
        switch (phase) {
            case Phase.Bound(BoundSession session) -> {
                if (session.tick(nowNanos)) {
                    watch(nowNanos, session);
                } else {
                    fail(StreamErrorCondition.CONNECTION_TIMEOUT, "no acknowledgement");
                }
            }
            case Phase.AwaitingHeader _, Phase.Negotiating _, Phase.StartingTls _ -> {
                @Nullable SessionEnd overdue =
                        liveness.early(nowNanos, connection.receivedBytes(), account != null);
                if (overdue != null) {
                    end(overdue);
                }
            }
            case Phase.Closed _ -> {}
        }
    }

    private void watch(long nowNanos, BoundSession session) {
        switch (liveness.watch(nowNanos, connection.receivedBytes())) {
            case ALIVE -> {}
            case PING -> {
                if (session.management().on()) {
                    session.management().ask();
                } else {
                    connection.write(liveness.ping(domain), null);
                }
            }
            case DEAD -> fail(StreamErrorCondition.CONNECTION_TIMEOUT, "no answer to a ping");
        }
    }

    /// The client is who it says: a new stream follows (RFC 6120 6.4.6).
    void authenticated(String localpart) {
        if (identified(localpart) != null) {
            frame.restart();
            phase = new Phase.AwaitingHeader();
            connection.restartStream();
        }
    }

    /// The client is who it says, and this stream goes on.
    ///
    /// @return its account; `null` when that cannot be, and the stream has ended
    @Nullable JID identified(String localpart) {
        try {
            JID known = Jids.of(localpart, domain, null);
            account = known;
            connection.limits(parts.settings().limits());
            log.info("stream {} from {}: {} logged in", connection.id(), connection.peer(), known);
            return known;
        } catch (InvalidJidException e) {
            fail(StreamErrorCondition.INTERNAL_SERVER_ERROR, "the account's name is no localpart");
            return null;
        }
    }

    void bound(BoundSession session) {
        if (adopt(session)) {
            session.start(this);
        }
    }

    /// A session that begins is on this stream; [BoundSession#start] has to follow.
    ///
    /// @return whether it is: this may have ended, and then the session is over, too
    boolean adopt(BoundSession session) {
        if (phase instanceof Phase.Closed) {
            session.finish(false);
            return false;
        }
        goOn(session);
        parts.sessions().announce(session);
        return true;
    }

    /// An earlier session goes on here.
    void resumed(BoundSession session) {
        if (phase instanceof Phase.Closed) {
            session.lost(connection);
            return;
        }
        goOn(session);
        log.info("stream {} of {}: the session was resumed", connection.id(), who());
    }

    private void goOn(BoundSession session) {
        phase = new Phase.Bound(session);
        negotiation = null;
    }

    @Override
    public void end(SessionEnd reason) {
        endWith(reason.condition(), reason.text(), null);
    }

    /// Ends the stream with an error (RFC 6120 4.9). A session that can be resumed waits for that.
    void fail(StreamErrorCondition condition, @Nullable String text) {
        fail(condition, text, null);
    }

    /// @param specific an application-specific condition (RFC 6120 4.9.4)
    void fail(
            StreamErrorCondition condition,
            @Nullable String text,
            @Nullable FrozenElement specific) {
        Phase before = phase;
        endWith(condition, text, specific);
        if (before instanceof Phase.Bound(BoundSession session)) {
            session.lost(connection);
        }
    }

    /// Preceded by a header where none was sent yet.
    private void endWith(
            StreamErrorCondition condition,
            @Nullable String text,
            @Nullable FrozenElement specific) {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (!frame.isOpen()) {
            sendHeader();
        }
        frame.error(condition, text, specific);
        parts.meters().failed(condition);
        end(condition.elementName(), text);
    }

    /// Ends the stream without an error.
    void close(String why) {
        if (!(phase instanceof Phase.Closed)) {
            parts.meters().closed();
            end(why, null);
        }
    }

    private void end(String why, @Nullable String detail) {
        log.info(
                "stream {} of {} ended: {}{}",
                connection.id(),
                who(),
                why,
                detail == null ? "" : " (" + detail + ")");
        phase = new Phase.Closed();
        frame.close();
    }

    private void sendHeader() {
        String named = header == null ? null : header.from();
        var _ = frame.open(domain, account == null ? named : account.toString());
    }

    private String who() {
        return phase instanceof Phase.Bound(BoundSession session)
                ? session.address() + " at " + connection.peer()
                : (account == null ? "" : account + " at ") + connection.peer();
    }

    Connection connection() {
        return connection;
    }

    @Nullable StreamHeader header() {
        return header;
    }

    @Nullable JID account() {
        return account;
    }

    boolean over() {
        return phase instanceof Phase.Closed;
    }

    /// Whether credentials and what needs them may pass: TLS is on, or the configuration lets this
    /// peer do without.
    boolean mayAuthenticate() {
        return context().secure();
    }

    StreamContext context() {
        return new StreamContext(
                domain,
                connection.tls() != null,
                connection.tls() != null || opening.mayDoWithoutTls(),
                account != null,
                connection.peer().getAddress());
    }
}
