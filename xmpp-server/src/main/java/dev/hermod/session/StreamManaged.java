package dev.hermod.session;

import java.time.Duration;

/// Stream management as it was turned on.
///
/// @param id by which the stream can be resumed
/// @param patience how long the session waits for its client then, zero when it does not
public record StreamManaged(String id, Duration patience) {
    public boolean resumable() {
        return !patience.isZero();
    }
}
