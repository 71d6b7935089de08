package dev.hermod.storage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Rosters, each owned by a bare JID. An update is one transaction that holds the owner's roster,
/// so that concurrent updates from several sessions and nodes cannot overwrite each other.
public interface Rosters {
    /// The roster as it is; empty, at version 0, when there is no such account.
    Roster load(JID owner);

    Optional<RosterItem> find(JID owner, JID contact);

    /// What the rosters of several owners say of one contact, by owner; those that say nothing are
    /// not there.
    Map<JID, RosterItem> find(Collection<JID> owners, JID contact);

    /// What changed after `version`, oldest first; empty when that is too long ago to tell or was
    /// never a version.
    Optional<List<RosterChange>> changesSince(JID owner, long version);

    /// Reads the item, asks `edit` what it shall be (`null`: gone), and writes that.
    ///
    /// @return the change, or empty when `edit` returned what was there
    /// @throws java.util.NoSuchElementException when there is no such account (any more)
    /// @throws RosterFullException when a new listed item would exceed `maximumItems`; nothing was
    ///   changed
    Optional<RosterChange> update(JID owner, JID contact, int maximumItems, Edit edit);

    /// A pure function from what is stored to what shall be stored; may be called again after a
    /// conflict.
    @FunctionalInterface
    interface Edit {
        @Nullable RosterItem apply(@Nullable RosterItem present);
    }

    /// The roster has as many items as it may have.
    final class RosterFullException extends RuntimeException {
        public RosterFullException(int maximumItems) {
            super("roster is full: " + maximumItems + " items", null, false, false);
        }
    }
}
