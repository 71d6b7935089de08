package dev.hermod.storage.jdbc.embedded;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the embedded PostgreSQL is run.
///
/// @param durable whether a commit survives a crash of the machine; false is for tests only
/// @param sharedBuffersMegabytes PostgreSQL's own page cache
/// @param maxConnections how many connections it accepts
/// @param binariesDirectory where the binaries are unpacked; null means below the data directory
/// @param startTimeout how long a start may take, crash recovery included
/// @param stopTimeout how long a fast shutdown may take before the immediate one
public record EmbeddedPostgresOptions(
        boolean durable,
        int sharedBuffersMegabytes,
        int maxConnections,
        @Nullable Path binariesDirectory,
        Duration startTimeout,
        Duration stopTimeout) {

    /// Safe for real data, sized for a small machine.
    public static EmbeddedPostgresOptions standard() {
        return new EmbeddedPostgresOptions(
                true, 128, 60, null, Duration.ofMinutes(10), Duration.ofSeconds(60));
    }

    /// Fast and **not durable** (fsync off); the binaries are shared by all tests of this user.
    public static EmbeddedPostgresOptions forTests() {
        var shared =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "hermod-postgres-" + System.getProperty("user.name"));
        return new EmbeddedPostgresOptions(
                false, 64, 60, shared, Duration.ofMinutes(2), Duration.ofSeconds(20));
    }

    /// The same with the binaries unpacked elsewhere, for several data directories on one machine.
    public EmbeddedPostgresOptions withBinariesDirectory(Path directory) {
        return new EmbeddedPostgresOptions(
                durable,
                sharedBuffersMegabytes,
                maxConnections,
                directory,
                startTimeout,
                stopTimeout);
    }

    /// The same with commits that survive a crash, or not.
    public EmbeddedPostgresOptions withDurable(boolean wanted) {
        return new EmbeddedPostgresOptions(
                wanted,
                sharedBuffersMegabytes,
                maxConnections,
                binariesDirectory,
                startTimeout,
                stopTimeout);
    }
}
