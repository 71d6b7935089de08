package dev.hermod.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How a component proves that it knows the secret of its domain (XEP-0114 section 3).
final class Handshake {
    private Handshake() {}

    /// Whether `given` is the lower-case hexadecimal SHA-1 of stream id and secret; takes as long
    /// for a wrong answer as for the right one.
    static boolean proves(String given, String streamId, String secret) {
        return MessageDigest.isEqual(
                proof(streamId, secret).getBytes(UTF_8), given.getBytes(UTF_8));
    }

    /// What the component has to send.
    static String proof(String streamId, String secret) {
        try {
            // The XEP leaves no choice. Collisions do not help here, where the server chooses the
            // id.
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((streamId + secret).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
