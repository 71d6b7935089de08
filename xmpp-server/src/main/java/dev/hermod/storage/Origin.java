package dev.hermod.storage;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a message that is sent once more has in common with the first time (XEP-0359 origin-id):
/// whoever sends both with the same id means the same message, unless the content differs.
///
/// @param digest of sender, recipient, origin-id and content as the sender means it; 16 bytes of
///   SHA-256, so nobody can find another message of their own with the same, let alone of others
// The bytes go into the database as they are; compared by content below.
@SuppressWarnings("ArrayRecordComponent")
public record Origin(byte[] digest) {
    /// How long after the first time a message is known again.
    public static final Duration WINDOW = Duration.ofDays(7);

    public static final int BYTES = 16;

    public Origin {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException(digest.length + " bytes");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }
}
