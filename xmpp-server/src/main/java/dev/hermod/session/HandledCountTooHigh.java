package dev.hermod.session;

/// A client acknowledged more than it was sent (XEP-0198 section 6).
public final class HandledCountTooHigh extends Exception {
    private static final long serialVersionUID = 1L;

    private final long handled;
    private final long sent;

    HandledCountTooHigh(long handled, long sent) {
        super("acknowledged " + handled + " of " + sent, null, false, false);
        this.handled = handled;
        this.sent = sent;
    }

    /// What it claims.
    public long handled() {
        return handled;
    }

    /// What it was sent.
    public long sent() {
        return sent;
    }
}
