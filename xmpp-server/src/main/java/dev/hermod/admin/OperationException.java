package dev.hermod.admin;

/// An operation that was not done; the message tells people why and what to do.
public final class OperationException extends Exception {
    private final Reason reason;

    public OperationException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// What kind of refusal it is, for callers that answer with a code.
    public enum Reason {
        /// What was asked makes no sense: a bad address, a bad password, a domain that is not
        /// served.
        INVALID,
        NOT_FOUND,
        /// What is to be added is there already.
        CONFLICT,
        /// Storage does not answer; trying again later may help.
        UNAVAILABLE
    }
}
