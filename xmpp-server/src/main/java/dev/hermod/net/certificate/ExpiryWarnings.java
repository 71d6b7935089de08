package dev.hermod.net.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.WeakHashMap;

/// Remembers which certificates the operator was told about: 30, 7 and 1 days before they end, and
/// when they have ended, each once.
final class ExpiryWarnings {
    private static final int[] DAYS = {0, 1, 7, 30};

    private final Map<ServerCertificate, Integer> warned = new WeakHashMap<>();

    /// The threshold in days that was reached since the last call; 0 once the certificate has
    /// ended.
    OptionalInt due(ServerCertificate certificate, Instant now) {
        int reached = reached(Duration.between(now, certificate.expires()));
        if (reached >= warned.getOrDefault(certificate, Integer.MAX_VALUE)) {
            return OptionalInt.empty();
        }
        warned.put(certificate, reached);
        return OptionalInt.of(reached);
    }

    /// The smallest threshold that the time left is within; [Integer#MAX_VALUE] when there is
    /// plenty.
    private static int reached(Duration left) {
        for (int days : DAYS) {
            if (left.compareTo(Duration.ofDays(days)) <= 0) {
                return days;
            }
        }
        return Integer.MAX_VALUE;
    }
}
