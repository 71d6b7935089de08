package dev.hermod.auth;

/// What came of a client's message. The arrays are handed over, not copied.
public sealed interface SaslOutcome {
    /// The client has to answer this.
    // Outcomes are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Challenge(byte[] data) implements SaslOutcome {}

    /// The client is who it says.
    ///
    /// @param username the prepared localpart of the account, on the domain of the [SaslContext]
    /// @param data additional data with success; empty where the mechanism has none
    // Outcomes are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Success(String username, byte[] data) implements SaslOutcome {}

    /// The client is not let in.
    ///
    /// @param reason for the log only; holds no secret
    record Failure(SaslFailure condition, String reason) implements SaslOutcome {}
}
