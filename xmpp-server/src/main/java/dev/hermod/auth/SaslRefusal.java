package dev.hermod.auth;

/// Ends an exchange from within its parsing and checking.
final class SaslRefusal extends Exception {
    private final SaslFailure condition;
    private final String reason;

    SaslRefusal(SaslFailure condition, String reason) {
        super(reason, null, false, false);
        this.condition = condition;
        this.reason = reason;
    }

    static SaslRefusal malformed(String reason) {
        return new SaslRefusal(SaslFailure.MALFORMED_REQUEST, reason);
    }

    SaslOutcome.Failure outcome() {
        return new SaslOutcome.Failure(condition, reason);
    }
}
