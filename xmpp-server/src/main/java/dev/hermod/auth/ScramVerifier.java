package dev.hermod.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/// What is kept of a password for one SCRAM hash (RFC 5802 section 3): it checks a login and cannot
/// be used to log in. The arrays are copied on the way in and on the way out.
///
/// @param salt the salt, 1 to 255 bytes
/// @param iterations rounds of PBKDF2, at least 1
/// @param storedKey H(HMAC(SaltedPassword, "Client Key"))
/// @param serverKey HMAC(SaltedPassword, "Server Key")
// The arrays are copied, and compared by content.
@SuppressWarnings("ArrayRecordComponent")
public record ScramVerifier(
        ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /// The length in bytes of the salts made here.
    static final int SALT_LENGTH = 16;

    private static final int LONGEST_SALT = 255;
    private static final byte[] CLIENT_KEY = "Client Key".getBytes(UTF_8);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(UTF_8);

    /// Fails with an [IllegalArgumentException] where a length or the iteration count cannot be.
    public ScramVerifier {
        if (salt.length < 1 || salt.length > LONGEST_SALT) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException(iterations + " iterations");
        }
        if (storedKey.length != hash.keyLength() || serverKey.length != hash.keyLength()) {
            throw new IllegalArgumentException(
                    "keys that are not of " + hash.keyLength() + " bytes");
        }
        salt = salt.clone();
        storedKey = storedKey.clone();
        serverKey = serverKey.clone();
    }

    /// Makes the verifier of a password, prepared here by [Passwords#prepare], under a new random
    /// salt. Costs `iterations` rounds of the hash; fails with an [IllegalArgumentException] for a
    /// password that cannot be prepared.
    public static ScramVerifier derive(
            String password, ScramHash hash, int iterations, SecureRandom random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return derive(password, hash, iterations, salt);
    }

    static ScramVerifier derive(String password, ScramHash hash, int iterations, byte[] salt) {
        byte[] salted =
                ScramCrypto.hi(hash, Passwords.prepare(password).getBytes(UTF_8), salt, iterations);
        byte[] serverKey = ScramCrypto.hmac(hash, salted, SERVER_KEY);
        return new ScramVerifier(hash, salt, iterations, storedKey(hash, salted), serverKey);
    }

    private static byte[] storedKey(ScramHash hash, byte[] saltedPassword) {
        return ScramCrypto.digest(hash, ScramCrypto.hmac(hash, saltedPassword, CLIENT_KEY));
    }

    /// Whether this was made of that password, compared in constant time. Costs as much as
    /// [#derive].
    public boolean matches(String password) {
        byte[] prepared;
        try {
            prepared = Passwords.prepare(password).getBytes(UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(
                storedKey, storedKey(hash, ScramCrypto.hi(hash, prepared, salt, iterations)));
    }

    /// Whether a client's proof over these signed bytes was made with the password, compared in
    /// constant time.
    boolean proves(byte[] proof, byte[] signed) {
        if (proof.length != hash.keyLength()) {
            return false;
        }
        byte[] clientKey = ScramCrypto.xor(proof, ScramCrypto.hmac(hash, storedKey, signed));
        return MessageDigest.isEqual(storedKey, ScramCrypto.digest(hash, clientKey));
    }

    /// The signature by which the server shows that it knows the verifier.
    byte[] sign(byte[] signed) {
        return ScramCrypto.hmac(hash, serverKey, signed);
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] storedKey() {
        return storedKey.clone();
    }

    @Override
    public byte[] serverKey() {
        return serverKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramVerifier that
                && hash == that.hash
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(hash, iterations, Arrays.hashCode(salt));
    }

    /// Says nothing of salt or keys, so that it may be logged.
    @Override
    public String toString() {
        return "ScramVerifier[" + hash + ", " + iterations + " iterations]";
    }
}
