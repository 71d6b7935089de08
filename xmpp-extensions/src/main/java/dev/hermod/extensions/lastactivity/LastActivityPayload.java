package dev.hermod.extensions.lastactivity;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes the answer.
final class LastActivityPayload {
    private LastActivityPayload() {}

    /// @param status what was said last
    static FrozenElement ago(Instant at, Instant now, @Nullable String status) {
        long seconds = Math.max(0, Duration.between(at, now).toSeconds());
        return FrozenElement.named("query", LastActivityFeature.NAMESPACE)
                .attribute("seconds", Long.toString(seconds))
                .text(status)
                .build();
    }
}
