package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Verifiers of accounts that do not exist, the same each time for the same name, so that asking
/// for a login does not tell who has an account (RFC 5802 section 9, XEP-0438).
final class Decoys {
    private static final int SHORTEST_SECRET = 16;

    private final byte[] secret;
    private final int iterations;

    /// @param secret kept over restarts and the same on all nodes, at least 16 bytes
    Decoys(byte[] secret, int iterations) {
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "the secret for decoys has less than " + SHORTEST_SECRET + " bytes");
        }
        this.secret = secret.clone();
        this.iterations = iterations;
    }

    ScramVerifier verifier(ScramHash hash, String localpart, String domain) {
        String name = hash + "\0" + localpart + "\0" + domain;
        byte[] salt =
                Arrays.copyOf(
                        pseudoRandom(ScramHash.SHA_256, "salt\0" + name),
                        ScramVerifier.SALT_LENGTH);
        return new ScramVerifier(
                hash,
                salt,
                iterations,
                pseudoRandom(hash, "stored\0" + name),
                pseudoRandom(hash, "server\0" + name));
    }

    private byte[] pseudoRandom(ScramHash hash, String input) {
        return ScramCrypto.hmac(hash, secret, input.getBytes(UTF_8));
    }
}
