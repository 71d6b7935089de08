package dev.hermod.extensions.archive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Fills archives of accounts that were just made with messages from elsewhere. All methods block.
public interface ArchiveImport {
    /// A message as it came.
    ///
    /// @param id the one it had, when it was given by a server like this; otherwise `null`
    /// @param conversation the bare JID of the other side
    /// @param own whether the owner sent it
    /// @param stanza UTF-8 XML
    // Bytes go from a file to the database as they are; messages are not compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Imported(
            @Nullable Long id, Instant received, JID conversation, boolean own, byte[] stanza) {}

    /// Adds messages behind those that are there, in this order, as of when they were received but
    /// never earlier than the one before and never later than now. They are read and delivered:
    /// nobody is sent them unasked. When there is no such account, nothing is done.
    void add(JID owner, List<Imported> messages);

    /// All are there: they are not new to their owner.
    void complete(JID owner);
}
