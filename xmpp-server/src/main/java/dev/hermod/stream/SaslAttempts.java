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
import dev.hermod.xml.StreamErrorCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The attempts to log in on one stream, by whichever profile. A mechanism's work may block, so it
/// runs on a virtual thread while nothing more is read from the client.
final class SaslAttempts {
    private static final Logger log = LoggerFactory.getLogger(SaslAttempts.class);

    /// RFC 6120 6.4.5 asks for at least two and at most five attempts.
    private static final int MOST = 5;

    private final ClientStream stream;
    private final SaslMechanisms mechanisms;
    private final StreamMeters meters;
    private @Nullable SaslExchange exchange;
    private @Nullable SaslProfile profile;
    private int failures;

    SaslAttempts(ClientStream stream, StreamParts parts) {
        this.stream = stream;
        this.mechanisms = parts.mechanisms();
        this.meters = parts.meters();
    }

    SaslOffer offer() {
        return stream.mayAuthenticate()
                ? mechanisms.offer(context())
                : new SaslOffer(List.of(), List.of());
    }

    /// Whether a mechanism that was begun so waits for the client.
    boolean underWay(SaslProfile by) {
        return exchange != null && by.equals(profile);
    }

    /// @param initial the initial response in base64, `null` for none
    void begin(SaslProfile by, @Nullable String mechanism, @Nullable String initial) {
        String name = mechanism == null ? "" : mechanism;
        begin(by, context -> mechanisms.start(name, context), initial);
    }

    /// The same with a mechanism that is not for all profiles.
    void begin(
            SaslProfile by,
            Function<SaslContext, SaslExchange> mechanism,
            @Nullable String initial) {
        profile = by;
        if (stream.account() != null) {
            stream.fail(StreamErrorCondition.NOT_AUTHORIZED, "authenticated already");
        } else if (!stream.mayAuthenticate()) {
            refuse(by, SaslFailure.ENCRYPTION_REQUIRED, "TLS is needed first");
        } else {
            SaslExchange started = mechanism.apply(context());
            exchange = started;
            if (initial == null) {
                run(by, started::begin);
            } else {
                decoded(by, initial, started::respond);
            }
        }
    }

    /// @param response in base64
    void respond(SaslProfile by, String response) {
        SaslExchange current = exchange;
        if (current == null || !by.equals(profile)) {
            refuse(by, SaslFailure.MALFORMED_REQUEST, "a response to no challenge");
        } else {
            decoded(by, response, current::respond);
        }
    }

    void abort(SaslProfile by) {
        refuse(by, SaslFailure.ABORTED, "aborted by the client");
    }

    private void refuse(SaslProfile by, SaslFailure condition, String reason) {
        failed(by, new SaslOutcome.Failure(condition, reason));
    }

    /// A step of a mechanism.
    @FunctionalInterface
    private interface Step {
        SaslOutcome take(byte[] data);
    }

    private void decoded(SaslProfile by, String text, Step step) {
        Optional<byte[]> data = SaslData.decode(text.strip());
        if (data.isPresent()) {
            run(by, () -> step.take(data.get()));
        } else {
            refuse(by, SaslFailure.INCORRECT_ENCODING, "not base64");
        }
    }

    private void run(SaslProfile by, Supplier<SaslOutcome> work) {
        Connection connection = stream.connection();
        connection.pauseReading();
        Thread.ofVirtual()
                .name("sasl")
                .start(() -> {
                    SaslOutcome outcome = outcome(work);
                    connection.execute(() -> {
                        if (!stream.over() && settle(by, outcome)) {
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

    private boolean settle(SaslProfile by, SaslOutcome outcome) {
        switch (outcome) {
            case SaslOutcome.Challenge(byte[] data) -> by.challenge(data);
            case SaslOutcome.Failure failure -> failed(by, failure);
            case SaslOutcome.Success(String localpart, byte[] data) -> {
                Optional<SaslOutcome.Failure> objection = by.objection(localpart);
                if (objection.isEmpty()) {
                    exchange = null;
                    meters.loggedIn();
                    return by.success(localpart, data);
                }
                failed(by, objection.get());
            }
        }
        return true;
    }

    private void failed(SaslProfile by, SaslOutcome.Failure failure) {
        exchange = null;
        meters.refused(failure.condition());
        Connection connection = stream.connection();
        log.info(
                "stream {} from {}: login refused with {}: {}",
                connection.id(),
                connection.peer(),
                failure.condition().wireName(),
                failure.reason());
        by.failure(failure.condition());
        if (++failures >= MOST) {
            stream.fail(
                    StreamErrorCondition.POLICY_VIOLATION, "too many failed attempts to log in");
        }
    }

    SaslContext context() {
        @Nullable TlsInfo tls = stream.connection().tls();
        return new SaslContext(
                stream.context().domain(),
                tls != null,
                tls == null ? Map.of() : tls.bindings(),
                stream.connection().peer().getAddress());
    }
}
