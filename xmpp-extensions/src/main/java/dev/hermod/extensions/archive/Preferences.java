package dev.hermod.extensions.archive;

import dev.hermod.config.Archive.Keep;
import dev.hermod.stanza.Jids;
import java.util.Set;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// What an account wants to be kept of its messages (XEP-0441); addresses are bare or full.
///
/// @param byDefault for whoever is in neither list
public record Preferences(Keep byDefault, Set<JID> always, Set<JID> never) {
    public Preferences {
        always = Set.copyOf(always);
        never = Set.copyOf(never);
    }

    /// Whether messages exchanged with this address are kept; an entry with a resource counts
    /// before one without, and `never` before `always`.
    ///
    /// @param inRoster tells of a bare JID whether it is a contact
    boolean keep(JID other, Predicate<JID> inRoster) {
        JID bare = Jids.bare(other);
        if (never.contains(other)) {
            return false;
        }
        if (always.contains(other)) {
            return true;
        }
        if (never.contains(bare)) {
            return false;
        }
        return always.contains(bare)
                || switch (byDefault) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case ROSTER -> inRoster.test(bare);
                };
    }

    int entries() {
        return always.size() + never.size();
    }
}
