package dev.hermod.auth;

import java.util.function.Supplier;

/// SCRAM with one hash, with or without channel binding (RFC 5802, RFC 7677).
///
/// @param plus whether it is the -PLUS variant
/// @param signsOffer whether the first message of the server has the hash of XEP-0474
/// @param nonces makes the server's part of the nonce, printable ASCII without comma
record ScramMechanism(
        ScramHash hash, boolean plus, boolean signsOffer, AccountGate gate, Supplier<String> nonces)
        implements SaslMechanism {
    @Override
    public String name() {
        return plus ? hash.plusMechanism() : hash.mechanism();
    }

    @Override
    public boolean offered(SaslContext context) {
        return !plus || (context.secure() && !context.bindings().isEmpty());
    }

    @Override
    public boolean bindsChannel() {
        return plus;
    }

    @Override
    public SaslExchange start(SaslContext context, SaslOffer offer) {
        return new ScramExchange(this, context, offer);
    }
}
