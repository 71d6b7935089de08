package dev.hermod.config;

/// What happens when a client asks for a resource that another session of the account has (RFC 6120
/// section 7.7.2.2).
public enum ResourceConflict {
    /// The old session ends with `<conflict/>`: right for clients that reconnect before the server
    /// noticed their absence.
    REPLACE,
    /// The new session is refused with `<conflict/>`.
    REFUSE,
    /// The new session gets a resource that the server chooses.
    RENAME
}
