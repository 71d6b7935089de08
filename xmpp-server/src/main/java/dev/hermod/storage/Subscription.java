package dev.hermod.storage;

/// Subscription state of a roster item (RFC 6121 2.1.2.5), without the pending parts.
public enum Subscription {
    NONE,
    TO,
    FROM,
    BOTH;

    /// The contact receives the owner's presence.
    public boolean from() {
        return this == FROM || this == BOTH;
    }

    /// The owner receives the contact's presence.
    public boolean to() {
        return this == TO || this == BOTH;
    }

    public static Subscription of(boolean to, boolean from) {
        if (to) {
            return from ? BOTH : TO;
        }
        return from ? FROM : NONE;
    }
}
