package dev.hermod.extensions.inbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Conversations of accounts, those with members-only rooms that they belong to included, derived
/// from the log behind it. All methods block.
public interface Inboxes {
    /// A page, newest message first. An owner that no account has has no conversations.
    Page page(JID owner, Wish wish);

    /// An account has seen everything of a conversation up to one of its entries; what it has seen
    /// further is left as it is, and so is an account that does not exist.
    ///
    /// @param partner the bare address of the other side
    /// @param upTo id of an entry that the archive has or had
    /// @param inRoom whether that entry is in the partner's archive, a room's, and not in the
    ///   account's own
    void displayed(JID owner, JID partner, long upTo, boolean inRoom);

    /// Which conversations are wanted. Places are ids of the newest messages, since conversations
    /// are in their order.
    ///
    /// @param unreadOnly leaves out those where everything is read
    /// @param after only older ones than this place
    /// @param before only newer ones than this place
    /// @param fromOldest the page ends at `before`, or at the oldest one, in place of beginning at
    ///   `after`, or at the newest one
    /// @param limit most conversations of the page; 0 for the totals alone
    record Wish(
            boolean unreadOnly,
            @Nullable Long after,
            @Nullable Long before,
            boolean fromOldest,
            int limit) {}

    /// What there is, and a part of it.
    ///
    /// @param entries newest first
    record Page(List<Entry> entries, Totals totals) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// A conversation.
    ///
    /// @param partner the bare address of the other side
    /// @param lastId of its newest entry of any kind
    /// @param shownId of its newest message, in whose order conversations are; the archive may not
    ///   have it any more
    /// @param room whether that message is in the partner's archive, a room's, and not in the
    ///   account's own
    record Entry(JID partner, int unread, long lastId, long shownId, boolean room) {
        /// With somebody who is no room.
        public Entry(JID partner, int unread, long lastId, long shownId) {
            this(partner, unread, lastId, shownId, false);
        }
    }

    /// Of the whole inbox, whatever was asked for.
    ///
    /// @param unread conversations with something unread
    /// @param unreadMessages in all of them
    record Totals(int conversations, int unread, long unreadMessages) {}
}
