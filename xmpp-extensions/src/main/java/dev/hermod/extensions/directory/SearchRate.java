package dev.hermod.extensions.directory;

import java.time.Duration;
import java.time.Instant;

/// How many searches an account may make in a minute.
final class SearchRate {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private Instant begin = Instant.MIN;
    private int searches;

    /// Counts one; `false` when there were enough.
    synchronized boolean allows(Instant now, int most) {
        if (begin.equals(Instant.MIN) || Duration.between(begin, now).compareTo(WINDOW) >= 0) {
            begin = now;
            searches = 0;
        }
        if (searches >= most) {
            return false;
        }
        searches++;
        return true;
    }
}
