package dev.hermod.config;

/// Whether streams must be encrypted before anything else is done on them.
public enum TlsRequired {
    /// Always.
    TRUE,
    /// Always, but for peers on this machine (judged after a proxy's header).
    EXCEPT_LOOPBACK,
    /// Never; it is offered all the same.
    FALSE
}
