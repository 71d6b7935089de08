package dev.hermod.extensions.pubsub;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody is to a node (XEP-0060 4.1).
public enum Affiliation {
    OWNER,
    PUBLISHER,
    PUBLISH_ONLY,
    MEMBER,
    NONE,
    OUTCAST;

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// `null` for a word that is none.
    public static @Nullable Affiliation of(@Nullable String word) {
        for (Affiliation one : values()) {
            if (one.word().equals(word)) {
                return one;
            }
        }
        return null;
    }

    /// May publish whatever the publish model says.
    public boolean publishes() {
        return this == OWNER || this == PUBLISHER || this == PUBLISH_ONLY;
    }

    /// May read and subscribe whatever the access model says.
    public boolean reads() {
        return this == OWNER || this == PUBLISHER || this == MEMBER;
    }
}
