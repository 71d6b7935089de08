package dev.hermod.extensions.archive;

import dev.hermod.extensions.archive.ArchiveView.Range;
import java.util.ArrayList;
import java.util.List;

/// Which entries a page has handed over: all between its borders, but for those that are in no
/// archive and are still to be delivered.
final class Coverage {
    private Coverage() {}

    /// @param hidden ids above `after` up to `upTo`, ascending
    /// @param most as many hidden ids as were asked for: where there are so many, more may follow
    static List<Range> of(long after, long upTo, List<Long> hidden, int most) {
        List<Range> ranges = new ArrayList<>();
        long from = after;
        for (long gap : hidden) {
            if (gap - 1 > from) {
                ranges.add(new Range(from, gap - 1));
            }
            from = gap;
        }
        if (hidden.size() < most && upTo > from) {
            ranges.add(new Range(from, upTo));
        }
        return ranges;
    }
}
