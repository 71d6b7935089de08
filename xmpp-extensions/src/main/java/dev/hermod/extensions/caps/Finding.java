package dev.hermod.extensions.caps;

import java.util.Set;

/// What an answer to a caps query is worth (XEP-0115 5.4).
sealed interface Finding {
    /// The hash proves it: true of everybody who has the same tag.
    record Proven(Set<String> features) implements Finding {}

    /// True of the one who said it, and proves nothing of others.
    record Claimed(Set<String> features) implements Finding {}

    /// Worth nothing.
    record Rejected(String reason) implements Finding {}
}
