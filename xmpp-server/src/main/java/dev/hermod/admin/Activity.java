package dev.hermod.admin;

/// Which of the accounts that are online. What counts is what their clients say of themselves.
public enum Activity {
    /// All with a session.
    ONLINE,
    /// Those with a session that is available and says neither `away` nor `xa`.
    ACTIVE,
    /// All the others that are online.
    IDLE
}
