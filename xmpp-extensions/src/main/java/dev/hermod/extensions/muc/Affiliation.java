package dev.hermod.extensions.muc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody is to a room for as long as the room lasts, from least to most (XEP-0045 5.2).
public enum Affiliation {
    OUTCAST,
    NONE,
    MEMBER,
    ADMIN,
    OWNER;

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The affiliation that is written so, or null.
    public static @Nullable Affiliation of(@Nullable String word) {
        for (Affiliation affiliation : values()) {
            if (affiliation.word().equals(word)) {
                return affiliation;
            }
        }
        return null;
    }

    boolean atLeast(Affiliation other) {
        return compareTo(other) >= 0;
    }
}
