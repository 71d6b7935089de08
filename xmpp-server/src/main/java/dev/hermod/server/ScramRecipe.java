package dev.hermod.server;

import dev.hermod.auth.ScramHash;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.config.Auth;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/// How passwords that are set from now on are kept.
///
/// @param hashes at least one
/// @param iterations work of one verifier
public record ScramRecipe(List<ScramHash> hashes, int iterations, SecureRandom random) {
    /// One verifier for each mechanism that is offered; PLAIN alone is checked against SHA-256.
    public static ScramRecipe of(Auth auth, SecureRandom random) {
        List<ScramHash> offered =
                Arrays.stream(ScramHash.values())
                        .filter(hash -> auth.mechanisms().contains(hash.mechanism()))
                        .toList();
        return new ScramRecipe(
                offered.isEmpty() ? List.of(ScramHash.SHA_256) : offered,
                auth.scramIterations(),
                random);
    }

    /// Costs the iterations for each hash. Fails with an [IllegalArgumentException] for a password
    /// that cannot be prepared.
    List<ScramVerifier> verifiers(String password) {
        return hashes.stream()
                .map(hash -> ScramVerifier.derive(password, hash, iterations, random))
                .toList();
    }
}
