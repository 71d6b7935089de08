package dev.hermod.roster;

import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides how a client gets from the roster version it has to the present one (RFC 6121 2.6).
final class RosterVersions {
    /// So many pushes are sent even where the whole roster would be shorter.
    private static final int FEW = 50;

    /// What is asked of storage.
    @FunctionalInterface
    interface History {
        Optional<List<RosterChange>> since(long version);
    }

    private RosterVersions() {}

    /// The changes to push after an empty result; empty when the client needs the whole roster,
    /// since it names no version or one that is not known, or since the changes are more than the
    /// roster.
    ///
    /// @param known the `ver` attribute: `null` when the client does not use versions, empty when
    ///   it starts to
    static Optional<List<RosterChange>> missed(
            @Nullable String known, Roster now, History history) {
        long version = version(known);
        if (version < 0 || version > now.version()) {
            return Optional.empty();
        }
        if (version == now.version()) {
            return Optional.of(List.of());
        }
        return history.since(version)
                .map(changes -> upTo(now.version(), changes))
                .filter(changes -> changes.size() <= Math.max(FEW, now.items().size()));
    }

    /// What is newer than the roster is pushed by whoever changes it.
    private static List<RosterChange> upTo(long version, List<RosterChange> changes) {
        return changes.stream().filter(change -> change.version() <= version).toList();
    }

    private static long version(@Nullable String known) {
        if (known == null || known.isEmpty() || known.length() > 18) {
            return -1;
        }
        return known.chars().allMatch(c -> '0' <= c && c <= '9') ? Long.parseLong(known) : -1;
    }
}
