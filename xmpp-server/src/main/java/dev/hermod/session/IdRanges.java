package dev.hermod.session;

import java.util.ArrayList;
import java.util.List;

/// A set of message ids as ranges, each open below and closed above: `(after, upTo]`. Not safe for
/// several threads.
final class IdRanges {
    /// Ids above `after`, up to `upTo` inclusive.
    record Range(long after, long upTo) {
        boolean empty() {
            return after >= upTo;
        }
    }

    /// Sorted, apart from each other, none empty.
    private final List<Range> ranges = new ArrayList<>(2);

    static IdRanges of(long after, long upTo) {
        IdRanges set = new IdRanges();
        set.add(after, upTo);
        return set;
    }

    IdRanges copy() {
        IdRanges copy = new IdRanges();
        copy.ranges.addAll(ranges);
        return copy;
    }

    List<Range> ranges() {
        return List.copyOf(ranges);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /// The highest id, 0 when empty.
    long highest() {
        return ranges.isEmpty() ? 0 : ranges.getLast().upTo();
    }

    boolean contains(long id) {
        return ranges.stream().anyMatch(range -> range.after() < id && id <= range.upTo());
    }

    void add(long after, long upTo) {
        if (after >= upTo) {
            return;
        }
        List<Range> merged = new ArrayList<>(ranges.size() + 1);
        long low = after;
        long high = upTo;
        for (Range range : ranges) {
            if (range.upTo() < low || range.after() > high) {
                merged.add(range);
            } else {
                low = Math.min(low, range.after());
                high = Math.max(high, range.upTo());
            }
        }
        merged.add(new Range(low, high));
        merged.sort((a, b) -> Long.compare(a.after(), b.after()));
        replace(merged);
    }

    void addAll(IdRanges other) {
        other.ranges().forEach(range -> add(range.after(), range.upTo()));
    }

    void remove(long after, long upTo) {
        if (after >= upTo) {
            return;
        }
        List<Range> left = new ArrayList<>(ranges.size() + 1);
        for (Range range : ranges) {
            Range below = new Range(range.after(), Math.min(range.upTo(), after));
            Range above = new Range(Math.max(range.after(), upTo), range.upTo());
            if (!below.empty()) {
                left.add(below);
            }
            if (!above.empty()) {
                left.add(above);
            }
        }
        replace(left);
    }

    void removeAll(IdRanges other) {
        other.ranges().forEach(range -> remove(range.after(), range.upTo()));
    }

    /// Those up to `upTo`.
    IdRanges upTo(long upTo) {
        IdRanges lower = copy();
        lower.remove(upTo, Long.MAX_VALUE);
        return lower;
    }

    private void replace(List<Range> with) {
        ranges.clear();
        ranges.addAll(with);
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
