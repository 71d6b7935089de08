package dev.hermod.net.bosh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Proof that a request is from whoever sent the one before it (XEP-0124 section 15), where the
/// client wants it so.
public final class KeySequence {
    private @Nullable String expected;

    /// Begins with what the first request says.
    public KeySequence(BoshRequest first) {
        expected = first.attribute("newkey");
    }

    /// Whether the next request has the key that follows; if so the sequence moves on.
    public boolean accepts(BoshRequest next) {
        @Nullable String key = next.attribute("key");
        if (expected != null && (key == null || !hashesTo(key, expected))) {
            return false;
        }
        @Nullable String other = next.attribute("newkey");
        if (other != null) {
            expected = other;
        } else if (expected != null) {
            expected = key;
        }
        return true;
    }

    private static boolean hashesTo(String key, String hash) {
        return MessageDigest.isEqual(
                hash.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                sha1(key).getBytes(StandardCharsets.UTF_8));
    }

    /// In lower case.
    static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-1")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
