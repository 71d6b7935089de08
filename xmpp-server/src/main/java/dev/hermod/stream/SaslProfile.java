package dev.hermod.stream;

import dev.hermod.auth.SaslFailure;
import dev.hermod.auth.SaslOutcome;
import java.util.Optional;

/// How the steps of a SASL mechanism are said on a stream (RFC 4422 section 4). On the connection's
/// event loop only.
interface SaslProfile {
    void challenge(byte[] data);

    void failure(SaslFailure condition);

    /// Why the account that the client has proved to be may not be used here.
    default Optional<SaslOutcome.Failure> objection(String localpart) {
        return Optional.empty();
    }

    /// The client is who it says.
    ///
    /// @param data what the mechanism adds to success; empty for none
    /// @return whether the client is read from at once; else this does it later
    boolean success(String localpart, byte[] data);
}
