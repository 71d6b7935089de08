package dev.hermod.storage;

import org.xmpp.packet.JID;

/// A row of an archive as read back.
///
/// @param id time-ordered; shown on the wire as the XEP-0359 stanza-id
/// @param previous the id before it in its archive, 0 for the first
/// @param stanza UTF-8 XML as it was logged
// Bytes go from the database to sockets as they are; entries are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record LogEntry(
        long id, long previous, JID conversation, JID target, boolean deliver, byte[] stanza) {
    /// When it was logged, in milliseconds since 1970.
    public long epochMillis() {
        return MessageIds.epochMillis(id);
    }
}
