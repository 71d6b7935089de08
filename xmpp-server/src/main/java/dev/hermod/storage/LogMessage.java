package dev.hermod.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message to be logged: its rows are committed together or not at all.
///
/// @param stanza UTF-8 XML of the stanza, declared namespaces included, without a stanza-id
/// @param rows one per archive; a message to oneself has one
/// @param stream the stream it came by with its inbound number, for recovering `h` (XEP-0198);
///   `null` when not managed
// Bytes go from a stream to the database as they are; nobody changes them, messages are not
// compared.
@SuppressWarnings("ArrayRecordComponent")
public record LogMessage(byte[] stanza, List<LogRow> rows, @Nullable StreamPosition stream) {
    public LogMessage {
        rows = List.copyOf(rows);
    }

    /// The same, received there.
    public LogMessage from(StreamPosition position) {
        return new LogMessage(stanza, rows, position);
    }

    /// The `number`-th stanza received on a managed stream.
    public record StreamPosition(String streamId, long number) {}
}
