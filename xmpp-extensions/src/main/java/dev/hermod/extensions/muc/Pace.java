package dev.hermod.extensions.muc;

/// How fast somebody may speak: so much a second in the long run, in bursts of twice that. For one
/// thread at a time.
final class Pace {
    private static final int BURST_SECONDS = 2;
    private static final double NANOS = 1e9;

    private double left;
    private long lastNanos;
    private boolean begun;

    /// Whether one more is within it; where it is, it counts.
    ///
    /// @param perSecond in the long run
    boolean next(long nowNanos, int perSecond) {
        double most = (double) perSecond * BURST_SECONDS;
        left = begun ? Math.min(most, left + (nowNanos - lastNanos) / NANOS * perSecond) : most;
        begun = true;
        lastNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
