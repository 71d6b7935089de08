package dev.hermod.auth;

import java.util.List;
import java.util.Optional;

/// What an account can be checked against.
///
/// @param verifiers at most one for each hash; none means that no password opens the account
/// @param disabled refused even with the right password, and only then told so
public record Credentials(List<ScramVerifier> verifiers, boolean disabled) {
    public Credentials {
        verifiers = List.copyOf(verifiers);
    }

    /// The verifier for one hash, if the account has it.
    public Optional<ScramVerifier> verifier(ScramHash hash) {
        return verifiers.stream().filter(verifier -> verifier.hash() == hash).findFirst();
    }
}
