package dev.hermod.component;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Shares senders among the streams of a component, by rendezvous hashing: while the streams stay,
/// a sender keeps its stream, so that its stanzas stay in order; when one goes, only the senders on
/// it move, and when one comes, only those that move to it.
final class LoadSharing {
    private LoadSharing() {}

    /// The one for this sender; `null` where there is none.
    ///
    /// @param id tells the streams apart for as long as they live
    static <T> @Nullable T choose(Object sender, List<T> streams, ToLongFunction<T> id) {
        @Nullable T best = null;
        long highest = Long.MIN_VALUE;
        for (T stream : streams) {
            long weight = mix(sender.hashCode() ^ mix(id.applyAsLong(stream)));
            if (best == null || weight > highest) {
                best = stream;
                highest = weight;
            }
        }
        return best;
    }

    /// The finaliser of SplitMix64: every bit of the input changes half of the output.
    private static long mix(long value) {
        long first = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }
}
