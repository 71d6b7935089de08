package dev.hermod.net;

/// Whose TLS is used.
public enum TlsProvider {
    /// The JDK's own: both channel bindings, least memory per connection.
    JDK,
    /// BoringSSL: cheaper handshakes, channel binding by certificate only.
    OPENSSL
}
