package dev.hermod.extensions.archive;

import dev.hermod.storage.MessageIds;
import java.time.Instant;

/// A message of an archive.
///
/// @param id its place in the archive
/// @param stanza UTF-8 XML as it was logged
// Bytes go from the database to the parser as they are; messages are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record ArchivedMessage(long id, byte[] stanza) {
    /// When it was received.
    public Instant received() {
        return Instant.ofEpochMilli(MessageIds.epochMillis(id));
    }
}
