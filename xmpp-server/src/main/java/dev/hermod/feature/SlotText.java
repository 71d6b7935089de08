package dev.hermod.feature;

import java.util.function.Function;

/// How what a slot holds is written down while the server restarts, for sessions that are resumed
/// afterwards (XEP-0198).
///
/// @param name of the slot, the same in all versions of the server
public record SlotText<T>(String name, Function<T, String> toText, Function<String, T> fromText) {
    /// Of a slot that is set or not.
    public static SlotText<Boolean> flag(String name) {
        return new SlotText<>(name, String::valueOf, Boolean::valueOf);
    }
}
