package dev.hermod.auth;

/// One attempt to authenticate, used by one thread at a time and over once it gave success or
/// failure.
@FunctionalInterface
public interface SaslExchange {
    /// Takes the client's next message, decoded (see [SaslData]), the initial response first. May
    /// block on credentials and burns CPU for PLAIN: run it on a virtual thread.
    SaslOutcome respond(byte[] data);

    /// Called in place of the first [#respond] when the client sent no initial response. Mechanisms
    /// in which the client speaks first answer with an empty challenge (RFC 6120 section 6.4.2).
    default SaslOutcome begin() {
        return new SaslOutcome.Challenge(new byte[0]);
    }
}
