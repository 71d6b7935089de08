package dev.hermod.server;

import dev.hermod.config.Config;
import dev.hermod.config.Limits;
import dev.hermod.session.LocalSessions;
import java.time.Duration;

/// What the configuration says of sessions.
final class SessionLimits {
    /// Stanzas that wait while the log is replayed to a session.
    private static final int HELD_STANZAS = 10_000;

    /// How long deliveries may stand unacknowledged on a session without stream management.
    private static final Duration CHECKPOINT_AFTER = Duration.ofSeconds(20);

    private SessionLimits() {}

    static LocalSessions.Limits of(Config config) {
        Limits limits = config.limits();
        return new LocalSessions.Limits(
                limits.sessionsPerAccount(),
                limits.pendingMessages(),
                limits.stanzasPerSecond(),
                limits.outboundQueueBytes(),
                HELD_STANZAS,
                CHECKPOINT_AFTER,
                Duration.ofSeconds(limits.pingTimeoutSeconds()),
                Duration.ofSeconds(limits.resumptionSeconds()),
                limits.unacknowledgedStanzas(),
                config.auth().resourceConflict());
    }
}
