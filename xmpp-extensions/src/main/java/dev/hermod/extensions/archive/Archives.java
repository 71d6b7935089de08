package dev.hermod.extensions.archive;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xmpp.packet.JID;

/// Reading of archives, by the owner's bare JID: an account's or a room's. Messages that are kept
/// for delivery only are in no archive. Every page is found by the key `(archive, id)`, at any
/// depth. All methods block.
public interface Archives {
    /// How much a page may have; one message it has in any case.
    record Bounds(int messages, int bytes) {}

    /// The oldest messages of a selection. With a full JID these may include others of the same
    /// conversation.
    ArchivePage oldest(JID owner, Selection selection, Bounds bounds);

    /// The newest messages of a selection, oldest first. With a full JID as above.
    ArchivePage newest(JID owner, Selection selection, Bounds bounds);

    /// Those of the ids that the archive has, oldest first.
    List<ArchivedMessage> messages(JID owner, Collection<Long> ids);

    /// How many messages a selection has, but for its resource: `most` where there are as many or
    /// more.
    int count(JID owner, Selection selection, int most);

    /// The first and the last message; empty for an empty archive.
    Optional<Ends> ends(JID owner);

    /// Where an archive begins and ends.
    record Ends(long first, long last) {}

    /// Which ids a client may go on from.
    Anchors anchors(JID owner, Collection<Long> ids);

    /// What is known of some ids.
    ///
    /// @param present those that there is an entry of, hidden ones included
    /// @param floor the newest that is gone because of its age, or the beginning of the archive
    /// @param highest no id above was ever given
    record Anchors(Set<Long> present, long floor, long highest) {
        public Anchors {
            present = Set.copyOf(present);
        }

        /// Whether nothing that the archive once had behind this id is missing. An id whose entry
        /// is gone is good as long as nothing newer is gone because of its age.
        public boolean valid(long id) {
            return present.contains(id) || (id >= floor && id <= highest);
        }
    }

    /// Entries above `after` up to `upTo` (inclusive) that are to be delivered but are in no
    /// archive, oldest first.
    List<Long> hidden(JID owner, long after, long upTo, int limit);
}
