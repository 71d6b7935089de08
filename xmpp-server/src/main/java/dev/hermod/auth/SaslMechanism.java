package dev.hermod.auth;

/// One way to authenticate; holds no state of any stream.
public interface SaslMechanism {
    /// The name registered with IANA.
    String name();

    /// Whether a stream like this may use the mechanism.
    boolean offered(SaslContext context);

    /// Whether the mechanism proves to client and server that they share the TLS channel.
    default boolean bindsChannel() {
        return false;
    }

    /// Begins to authenticate a client which was made that offer.
    SaslExchange start(SaslContext context, SaslOffer offer);
}
