package dev.hermod.stanza;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Which page of a long result is asked for (XEP-0059).
///
/// @param max the most items wanted; 0 asks for the count alone
/// @param after the id before the page
/// @param before the id behind the page; empty asks for the last page
/// @param index the place of the first item in the whole result, from 0
public record RsmRequest(
        OptionalInt max, @Nullable String after, @Nullable String before, OptionalInt index) {
    /// No wish at all.
    public static final RsmRequest ANY =
            new RsmRequest(OptionalInt.empty(), null, null, OptionalInt.empty());

    /// True if the page is found from its end.
    public boolean isBackwards() {
        return before != null;
    }

    /// True if the last page is asked for.
    public boolean isLastPage() {
        return before != null && before.isEmpty();
    }

    /// How many items to send where no more than a number is allowed.
    public int limit(int most) {
        return Math.min(most, max.orElse(most));
    }
}
