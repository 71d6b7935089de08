package dev.hermod.stream;

import dev.hermod.auth.SaslContext;
import dev.hermod.auth.SaslData;
import dev.hermod.auth.SaslExchange;
import dev.hermod.auth.SaslFailure;
import dev.hermod.auth.SaslMechanisms;
import dev.hermod.auth.SaslOffer;
import dev.hermod.auth.SaslOutcome;
import dev.hermod.session.Connection;
import dev.hermod.session.TlsInfo;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SASL on a stream (RFC 6120 section 6). A mechanism's work may block, so it runs on a virtual
/// thread while nothing more is read from the client.
final class SaslNegotiation {
    static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-sasl";

    private static final Logger log = LoggerFactory.getLogger(SaslNegotiation.class);

    /// RFC 6120 6.4.5 asks for at least two and at most five attempts.
    private static final int ATTEMPTS = 5;

    private final ClientStream stream;
    private final SaslMechanisms mechanisms;
    private final StreamMeters meters;
    private @Nullable SaslExchange exchange;
    private int failures;

    SaslNegotiation(ClientStream stream, StreamParts parts) {
        this.stream = stream;
        this.mechanisms = parts.mechanisms();
        this.meters = parts.meters();
    }

    SaslOffer offer() {
        return stream.mayAuthenticate()
                ? mechanisms.offer(context())
                : new SaslOffer(List.of(), List.of());
    }

    void element(FrozenElement element) {
        switch (element.localName()) {
            case "auth" -> begin(element);
            case "response" -> respond(element);
            case "abort" ->
                    settle(new SaslOutcome.Failure(SaslFailure.ABORTED, "aborted by the client"));
            default ->
                    stream.fail(
                            StreamErrorCondition.UNSUPPORTED_STANZA_TYPE, "not an element of SASL");
        }
    }

    private void begin(FrozenElement auth) {
        if (stream.account() != null) {
            stream.fail(StreamErrorCondition.NOT_AUTHORIZED, "authenticated already");
        } else if (!stream.mayAuthenticate()) {
            settle(new SaslOutcome.Failure(SaslFailure.ENCRYPTION_REQUIRED, "TLS is needed first"));
        } else {
            String mechanism = auth.attr("mechanism");
            SaslExchange started = mechanisms.start(mechanism == null ? "" : mechanism, context());
            exchange = started;
            if (auth.text().isEmpty()) {
                run(started::begin);
            } else {
                decoded(auth, data -> started.respond(data));
            }
        }
    }

    private void respond(FrozenElement response) {
        SaslExchange current = exchange;
        if (current == null) {
            settle(
                    new SaslOutcome.Failure(
                            SaslFailure.MALFORMED_REQUEST, "a response to no challenge"));
        } else {
            decoded(response, data -> current.respond(data));
        }
    }

    /// A step of a mechanism.
    @FunctionalInterface
    private interface Step {
        SaslOutcome take(byte[] data);
    }

    private void decoded(FrozenElement element, Step step) {
        Optional<byte[]> data = SaslData.decode(element.text().strip());
        if (data.isPresent()) {
            run(() -> step.take(data.get()));
        } else {
            settle(new SaslOutcome.Failure(SaslFailure.INCORRECT_ENCODING, "not base64"));
        }
    }

    private void run(Supplier<SaslOutcome> work) {
        Connection connection = stream.connection();
        connection.pauseReading();
        Thread.ofVirtual()
                .name("sasl")
                .start(() -> {
                    SaslOutcome outcome = outcome(work);
                    connection.execute(() -> {
                        if (!stream.over()) {
                            settle(outcome);
                            connection.resumeReading();
                        }
                    });
                });
    }

    private SaslOutcome outcome(Supplier<SaslOutcome> work) {
        try {
            return work.get();
        } catch (RuntimeException bug) {
            // A mechanism must not leave the stream waiting for ever.
            log.error(
                    "stream {}: authentication failed unexpectedly", stream.connection().id(), bug);
            return new SaslOutcome.Failure(SaslFailure.TEMPORARY_AUTH_FAILURE, "internal error");
        }
    }

    private void settle(SaslOutcome outcome) {
        switch (outcome) {
            case SaslOutcome.Challenge(byte[] data) -> {
                String text = data.length == 0 ? "" : SaslData.encode(data);
                write(FrozenElement.named("challenge", NAMESPACE).text(text).build());
            }
            case SaslOutcome.Success(String localpart, byte[] data) -> {
                exchange = null;
                String text = data.length == 0 ? "" : SaslData.encode(data);
                write(FrozenElement.named("success", NAMESPACE).text(text).build());
                meters.loggedIn();
                stream.authenticated(localpart);
            }
            case SaslOutcome.Failure failure -> failed(failure);
        }
    }

    private void failed(SaslOutcome.Failure failure) {
        exchange = null;
        meters.refused(failure.condition());
        Connection connection = stream.connection();
        log.info(
                "stream {} from {}: login refused with {}: {}",
                connection.id(),
                connection.peer(),
                failure.condition().wireName(),
                failure.reason());
        write(
                FrozenElement.named("failure", NAMESPACE)
                        .child(
                                FrozenElement.named(failure.condition().wireName(), NAMESPACE)
                                        .build())
                        .build());
        if (++failures >= ATTEMPTS) {
            stream.fail(
                    StreamErrorCondition.POLICY_VIOLATION, "too many failed attempts to log in");
        }
    }

    private void write(FrozenElement element) {
        stream.connection().write(element, null);
    }

    private SaslContext context() {
        @Nullable TlsInfo tls = stream.connection().tls();
        return new SaslContext(
                stream.context().domain(),
                tls != null,
                tls == null ? Map.of() : tls.bindings(),
                stream.connection().peer().getAddress());
    }
}
