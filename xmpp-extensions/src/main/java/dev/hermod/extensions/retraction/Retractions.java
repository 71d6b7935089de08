package dev.hermod.extensions.retraction;

import dev.hermod.extensions.archive.ArchivedMessage;
import java.util.Collection;
import java.util.List;
import org.xmpp.packet.JID;

/// Retractions that are still to be carried out, and the messages they may be about. A retraction
/// has a row of its own in the log, in an archive that no reader has, committed together with the
/// message; it goes when the work is done, so that a crash in between leaves it to the next start.
/// All methods block.
public interface Retractions {
    /// Whose archive holds what is to be done. It exists in every storage.
    JID DUE = new JID(null, "retractions.invalid", null, true);

    /// The next that are to be carried out, oldest first.
    List<ArchivedMessage> due(int limit);

    /// These are done.
    void done(Collection<Long> ids);

    /// Messages of a conversation before an entry, newest first, in whose text these words are;
    /// only the last `looked` messages are looked at.
    List<ArchivedMessage> mentioning(
            JID owner, JID conversation, long before, String words, int looked);

    /// Puts something else in the place of a message.
    void replace(JID owner, ArchivedMessage changed);
}
