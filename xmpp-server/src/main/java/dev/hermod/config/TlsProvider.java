package dev.hermod.config;

/// What does the work of TLS.
public enum TlsProvider {
    /// The JDK: offers channel binding by `tls-exporter`, uses less memory for an idle connection.
    JDK,
    /// BoringSSL: cheaper handshakes; channel binding by `tls-server-end-point` only.
    OPENSSL
}
