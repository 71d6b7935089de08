package dev.hermod.extensions.caps;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// The hash functions that verification strings are checked with (XEP-0115 9.1), by their names at
/// IANA.
enum CapsHash {
    SHA_1("sha-1", "SHA-1"),
    SHA_256("sha-256", "SHA-256"),
    SHA_384("sha-384", "SHA-384"),
    SHA_512("sha-512", "SHA-512");

    private final String name;
    private final String algorithm;

    CapsHash(String name, String algorithm) {
        this.name = name;
        this.algorithm = algorithm;
    }

    static Optional<CapsHash> named(String name) {
        return Arrays.stream(values()).filter(hash -> hash.name.equals(name)).findFirst();
    }

    String ianaName() {
        return name;
    }

    byte[] digest(byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm).digest(input);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + algorithm, missing);
        }
    }
}
