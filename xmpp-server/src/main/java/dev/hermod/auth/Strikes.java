package dev.hermod.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Failures that are counted against one key of [AuthThrottle]; they are forgiven one by one as
/// time passes.
///
/// @param score failures not yet forgiven
/// @param at when the last one was, in milliseconds since 1970
/// @param window for how long after it attempts are refused, in milliseconds
record Strikes(double score, long at, long window) {
    /// How many failures are free, how refusals grow after that, and how failures are forgiven.
    ///
    /// @param allowance failures without consequence
    /// @param first the refusal after the first failure beyond them; it doubles with each further
    ///   one
    /// @param longest where doubling ends
    /// @param forgiveness the time in which one failure is forgiven
    record Limit(int allowance, Duration first, Duration longest, Duration forgiveness) {
        private double ceiling() {
            return allowance
                    + 1
                    + Math.log((double) longest.toMillis() / first.toMillis()) / Math.log(2);
        }

        private long window(double score) {
            if (score <= allowance) {
                return 0;
            }
            double window = first.toMillis() * Math.pow(2, score - allowance - 1);
            return Math.min(Math.round(window), longest.toMillis());
        }

        /// The time after which nothing is left to forgive.
        Duration memory() {
            return forgiveness.multipliedBy((long) Math.ceil(ceiling()));
        }
    }

    static Strikes plusOne(@Nullable Strikes before, Limit limit, long now) {
        double left = before == null ? 0 : Math.max(0, before.score - before.forgiven(limit, now));
        double score = Math.min(left + 1, limit.ceiling());
        return new Strikes(score, now, limit.window(score));
    }

    /// For how many milliseconds attempts are refused yet, within a longest refusal for this
    /// client.
    long refusal(long now, Duration longest) {
        return Math.max(0, Math.min(window, longest.toMillis()) - age(now));
    }

    private double forgiven(Limit limit, long now) {
        return (double) age(now) / limit.forgiveness.toMillis();
    }

    // A clock that was set back must not refuse for longer.
    private long age(long now) {
        return Math.max(0, now - at);
    }
}
