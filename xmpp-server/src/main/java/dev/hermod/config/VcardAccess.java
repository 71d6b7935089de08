package dev.hermod.config;

/// Who may read an account's vCard (XEP-0054) beside its owner.
public enum VcardAccess {
    /// Everybody who asks, as clients expect.
    PUBLIC,
    /// Whoever receives the owner's presence.
    CONTACTS
}
