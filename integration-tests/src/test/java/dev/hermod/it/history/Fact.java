package dev.hermod.it.history;

import java.util.List;

/// One thing that a client or the driver of a run noted. Its place in the history is the time: what
/// was noted before another thing happened before its effects.
///
/// A session is a stream together with its resumptions; a device, an account with a resource, has
/// one after the other. Ids are stanza-ids; a message is named by what its body says.
sealed interface Fact {
    /// A resource was bound.
    record Opened(String session, String account, String resource) implements Fact {}

    /// The server has answered something that was sent behind the session's presence.
    record Available(String session) implements Fact {}

    /// A new stream goes on with the session (XEP-0198 section 5).
    ///
    /// @param handled what the server says of stanzas it handled
    /// @param acked the highest of those that it had said before
    /// @param sent how many the client had sent
    record Resumed(String session, long handled, long acked, long sent) implements Fact {}

    /// The client will not go on with the session.
    record Ended(String session) implements Fact {}

    /// A client is about to write a message, for the first time or once more.
    record Sent(String session, String to, String message) implements Fact {}

    /// The server acknowledged the stanza.
    record Acked(String message) implements Fact {}

    /// The server answered with an error.
    record Refused(String message) implements Fact {}

    /// A client read a message.
    record Received(String session, String message, long id, How how) implements Fact {}

    /// A client read a page of its archive; between its bounds there was nothing else.
    ///
    /// @param bound what the page begins or ends beside: forward, all its ids are above; backward,
    ///   below
    record Page(String session, Walk walk, Direction direction, long bound, List<Archived> entries)
            implements Fact {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// A client has entered a room: the room says so.
    record Entered(String session, String room) implements Fact {}

    /// A client that was in a room, and did not leave it, finds out that it is not there any more.
    record Gone(String session, String room, String how) implements Fact {}

    /// A client is about to say something to all in a room, for the first time or once more.
    record Said(String session, String room, String message) implements Fact {}

    /// A client in a room was given what somebody said to all.
    ///
    /// @param how live, or [How#OFFLINE] as history
    record Heard(String session, String room, String message, long id, How how) implements Fact {}

    /// A client read a page of a room's archive, as [Page] is one of its own.
    record RoomPage(
            String session,
            String room,
            Walk walk,
            Direction direction,
            long bound,
            List<Archived> entries)
            implements Fact {
        public RoomPage {
            entries = List.copyOf(entries);
        }
    }

    /// Something was broken, or healed; for people who read the history.
    record Fault(String what) implements Fact {}

    /// An entry of an archive.
    record Archived(long id, String message) {}

    /// How a message came.
    enum How {
        LIVE,
        /// With a delay, from what was stored.
        OFFLINE,
        /// As a copy of what another device sent or was sent.
        CARBON
    }

    /// Why an archive is read.
    enum Walk {
        /// For what was missed.
        CATCH_UP,
        /// From end to end, once nothing happens any more.
        WHOLE
    }

    /// Which way.
    enum Direction {
        FORWARD,
        BACKWARD
    }
}
