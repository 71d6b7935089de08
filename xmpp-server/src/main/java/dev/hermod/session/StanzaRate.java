package dev.hermod.session;

import java.util.concurrent.TimeUnit;

/// A token bucket for one session: a burst of two seconds' worth, then a steady rate.
final class StanzaRate {
    private static final int BURST_SECONDS = 2;

    private final long nanosPerStanza;
    private final long burstNanos;
    private long paidUntil;
    private boolean used;

    StanzaRate(int perSecond) {
        this.nanosPerStanza = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.burstNanos = TimeUnit.SECONDS.toNanos(BURST_SECONDS);
    }

    /// Takes one token.
    ///
    /// @return how long to wait before reading on, in nanoseconds; 0 when there is credit left
    long take(long now) {
        if (!used || paidUntil - now < 0) {
            used = true;
            paidUntil = now;
        }
        paidUntil += nanosPerStanza;
        return Math.max(0, paidUntil - now - burstNanos);
    }
}
