package dev.hermod.net;

/// How the connections of a listener are encrypted.
public sealed interface Encryption {
    /// Never.
    record None() implements Encryption {}

    /// When the stream asks for it (RFC 6120 section 5).
    record StartTls(Tls tls) implements Encryption {}

    /// From the first byte (XEP-0368).
    ///
    /// @param protocol the ALPN protocol: `xmpp-client` or `xmpp-server`
    record Direct(Tls tls, String protocol) implements Encryption {}
}
