package dev.hermod.extensions.pubsub;

import java.util.Locale;

/// Who may subscribe to a node and read its items (XEP-0060 4.5).
public enum AccessModel {
    OPEN,
    PRESENCE,
    ROSTER,
    AUTHORIZE,
    WHITELIST;

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AccessModel of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
