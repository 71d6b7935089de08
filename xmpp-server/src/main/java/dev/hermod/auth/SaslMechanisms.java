package dev.hermod.auth;

import java.util.List;
import java.util.Optional;

/// The mechanisms of one server.
public final class SaslMechanisms {
    private final List<SaslMechanism> mechanisms;

    /// @param mechanisms strongest first, which is the order they are offered in
    public SaslMechanisms(List<? extends SaslMechanism> mechanisms) {
        this.mechanisms = List.copyOf(mechanisms);
    }

    /// The names of the mechanisms that a stream may use, strongest first.
    public List<String> offered(SaslContext context) {
        return offer(context).mechanisms();
    }

    /// What the features of a stream tell the client. Types of channel binding are among it only
    /// when a mechanism uses them: clients take one without the other for an attack (XEP-0440
    /// section 3).
    public SaslOffer offer(SaslContext context) {
        List<SaslMechanism> offered =
                mechanisms.stream().filter(mechanism -> mechanism.offered(context)).toList();
        boolean binds = offered.stream().anyMatch(SaslMechanism::bindsChannel);
        List<ChannelBindingType> types =
                binds ? context.bindings().keySet().stream().sorted().toList() : List.of();
        return new SaslOffer(offered.stream().map(SaslMechanism::name).toList(), types);
    }

    /// Starts the mechanism that a client chose from [#offer]. A name that was not offered gives an
    /// exchange that fails.
    public SaslExchange start(String name, SaslContext context) {
        return start(name, context, offer(context));
    }

    /// Starts the mechanism that a client chose, where the stream offered other mechanisms than
    /// [#offer] says.
    public SaslExchange start(String name, SaslContext context, SaslOffer offer) {
        Optional<SaslMechanism> known =
                mechanisms.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
        boolean allowed =
                known.filter(m -> offer.mechanisms().contains(name) && m.offered(context))
                        .isPresent();
        if (known.isPresent() && allowed) {
            return known.get().start(context, offer);
        }
        SaslFailure condition =
                known.isPresent() && !context.secure()
                        ? SaslFailure.ENCRYPTION_REQUIRED
                        : SaslFailure.INVALID_MECHANISM;
        return new Refused(new SaslOutcome.Failure(condition, "mechanism was not offered"));
    }

    private record Refused(SaslOutcome.Failure failure) implements SaslExchange {
        @Override
        public SaslOutcome respond(byte[] data) {
            return failure;
        }

        @Override
        public SaslOutcome begin() {
            return failure;
        }
    }
}
