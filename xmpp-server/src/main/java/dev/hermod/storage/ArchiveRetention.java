package dev.hermod.storage;

import java.util.List;
import java.util.OptionalInt;
import org.xmpp.packet.JID;

/// How long archives keep what is in them, and the removal of what is older. Days of retention are
/// 0 for "until delivered" and [Integer#MAX_VALUE] for ever. All methods block.
public interface ArchiveRetention {
    /// What was chosen for an account; empty where it has what its domain has.
    OptionalInt chosen(JID owner);

    /// Chooses for an account, or takes the choice back; `false` when there is no such account.
    boolean choose(JID owner, OptionalInt days);

    /// Archives in the order of their keys, those above `after`.
    List<KeptArchive> archives(long after, int limit);

    /// An archive: an account's or a room's.
    record KeptArchive(long key, JID owner, OptionalInt chosen) {}

    /// Takes the next of an archive's oldest entries out: deletes those that are too old, but for
    /// what is still to be delivered, which is only hidden.
    ///
    /// @return whether there may be more to do
    boolean trim(long key, Horizons horizons, int batch);

    /// Borders of age, as ids.
    ///
    /// @param archived what is older has no place in the archive
    /// @param deliverable what is older is not delivered any more
    record Horizons(long archived, long deliverable) {}

    /// Drops whole months: those before the present one that are empty, and those that end before
    /// an id.
    ///
    /// @return how many were dropped
    int dropMonths(long past);
}
