package dev.hermod.storage;

import java.util.Collection;
import java.util.List;
import org.xmpp.packet.JID;

/// The one log of messages: archive, offline store and stream resumption read it. A row per archive
/// owner, ids of one archive in the order of commits, so that a reader going forward never misses
/// an entry that commits later.
public interface MessageLog extends AutoCloseable {
    /// Queues a message and returns at once. The outcome is told later, on the log's own thread:
    /// committed outcomes in the order of ids, so whoever delivers from there delivers in chain
    /// order. It must not block.
    ///
    /// @return `false` when the queue is full or the log closed: nothing was queued, and no outcome
    ///   will be told
    boolean append(LogMessage message, Outcome outcome);

    /// Ids above `after` up to `upTo` (inclusive), oldest first, that are to be delivered to the
    /// owner's resources.
    List<LogEntry> deliverable(JID owner, long after, long upTo, int limit);

    /// Those of the ids that still exist, oldest first.
    List<LogEntry> entries(JID owner, Collection<Long> ids);

    /// The highest id committed in the archive, 0 when it is empty.
    long lastId(JID owner);

    /// How many stanzas of a managed stream were received when the last message came by it that is
    /// in its sender's archive, -1 when there is none (XEP-0198: what is left of `h` when the
    /// server has crashed).
    ///
    /// @param owner the sender
    long lastNumber(JID owner, String stream);

    /// Messages waiting for their commit.
    int queued();

    /// Commits what is queued, for a bounded time; fails the rest.
    @Override
    void close();

    /// What became of an append; exactly one of these is called, once. The one exception: when the
    /// log is closed while the database is away, neither is called for a message that may or may
    /// not have been committed.
    interface Outcome {
        /// All rows are committed; the ids stand in the order of the message's rows.
        void committed(long[] ids, long[] previousIds);

        /// Its sender sent it once more ([Origin]): all rows were committed before, with these ids,
        /// and nothing was written now. Told in its place among the messages around it.
        void repeated(long[] ids);

        /// Nothing was written, and it is certain that nothing will be.
        void failed(Failure failure);
    }

    /// Why nothing was written.
    enum Failure {
        /// One of the owners is no local account or room.
        NO_SUCH_OWNER,
        /// The database is away, full or too slow; the sender may try again.
        UNAVAILABLE,
        /// The database will not store this message; trying again is of no use.
        REFUSED
    }
}
