package dev.hermod.extensions.muc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an occupant may do as long as it is there, from least to most (XEP-0045 5.1).
enum Role {
    NONE,
    VISITOR,
    PARTICIPANT,
    MODERATOR;

    /// As it is written.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role that is written so, or null.
    static @Nullable Role of(@Nullable String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        return null;
    }

    boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }
}
