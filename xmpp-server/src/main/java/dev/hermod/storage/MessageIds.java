package dev.hermod.storage;

/// The shape of a message id: milliseconds since 1970 above, a counter in the lower 20 bits. Ids
/// are signed in SQL and in Java, so they stay positive, and in order, until the year 2248 (with 22
/// bits it would be 2039).
public final class MessageIds {
    public static final int COUNTER_BITS = 20;

    private MessageIds() {}

    public static long first(long epochMillis) {
        return epochMillis << COUNTER_BITS;
    }

    public static long epochMillis(long id) {
        return id >> COUNTER_BITS;
    }

    /// As it stands in `<stanza-id id='...'/>`.
    public static String wire(long id) {
        return Long.toString(id);
    }
}
