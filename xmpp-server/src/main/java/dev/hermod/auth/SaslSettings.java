package dev.hermod.auth;

import java.util.Comparator;
import java.util.List;

/// How passwords are checked.
///
/// @param hashes the SCRAM hashes offered; kept strongest first. A hash that an account has no
///   verifier for fails like a wrong password, so add one only when all accounts have it.
/// @param iterations the rounds of PBKDF2 new verifiers are made with, and decoys claim
/// @param plain whether PLAIN is offered on TLS
/// @param downgradeProtection whether SCRAM signs the offer (XEP-0474)
public record SaslSettings(
        List<ScramHash> hashes, int iterations, boolean plain, boolean downgradeProtection) {
    /// The fewest rounds that RFC 7677 section 4 allows.
    public static final int FEWEST_ITERATIONS = 4096;

    /// What a server does that is not told otherwise.
    public static final SaslSettings DEFAULT =
            new SaslSettings(List.of(ScramHash.SHA_256, ScramHash.SHA_1), 10_000, true, true);

    /// Fails with an [IllegalArgumentException] without a hash, or for too few iterations.
    public SaslSettings {
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("no SCRAM hash");
        }
        if (iterations < FEWEST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "fewer than " + FEWEST_ITERATIONS + " SCRAM iterations");
        }
        hashes = hashes.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    }
}
