package dev.hermod.auth;

/// The hash functions SCRAM is defined with, weakest first (RFC 5802, RFC 7677).
public enum ScramHash {
    SHA_1("SCRAM-SHA-1", "HmacSHA1", "SHA-1", 20),
    SHA_256("SCRAM-SHA-256", "HmacSHA256", "SHA-256", 32),
    SHA_512("SCRAM-SHA-512", "HmacSHA512", "SHA-512", 64);

    private final String mechanism;
    private final String mac;
    private final String digest;
    private final int keyLength;

    ScramHash(String mechanism, String mac, String digest, int keyLength) {
        this.mechanism = mechanism;
        this.mac = mac;
        this.digest = digest;
        this.keyLength = keyLength;
    }

    /// The name of the mechanism without channel binding, such as `SCRAM-SHA-256`.
    public String mechanism() {
        return mechanism;
    }

    /// The name of the mechanism with channel binding, such as `SCRAM-SHA-256-PLUS`.
    public String plusMechanism() {
        return mechanism + "-PLUS";
    }

    /// The name of the HMAC in the Java Cryptography Architecture.
    public String mac() {
        return mac;
    }

    /// The name of the digest in the Java Cryptography Architecture.
    public String digest() {
        return digest;
    }

    /// The length in bytes of digests, keys, signatures and proofs.
    public int keyLength() {
        return keyLength;
    }
}
