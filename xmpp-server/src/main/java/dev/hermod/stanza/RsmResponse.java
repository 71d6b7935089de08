package dev.hermod.stanza;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Which page of a long result was sent (XEP-0059); without first and last it is empty.
///
/// @param firstIndex the place of the first item in the whole result, from 0, where that is known
/// @param count the items of the whole result, where that is known
public record RsmResponse(
        @Nullable String first, OptionalInt firstIndex, @Nullable String last, OptionalInt count) {}
