package dev.hermod.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message to be logged: its rows are committed together or not at all.
///
/// @param stanza UTF-8 XML of the stanza, declared namespaces included, without a stanza-id
/// @param rows one per archive; a message to oneself has one
/// @param stream the stream it came by with its inbound number, for recovering `h` (XEP-0198);
///   `null` when not managed
/// @param origin knows it again when it is sent once more (XEP-0359); `null` when its sender gave
///   it no origin-id
// Bytes go from a stream to the database as they are; nobody changes them, messages are not
// compared.
@SuppressWarnings("ArrayRecordComponent")
public record LogMessage(
        byte[] stanza,
        List<LogRow> rows,
        @Nullable StreamPosition stream,
        @Nullable Origin origin) {
    public LogMessage {
        rows = List.copyOf(rows);
    }

    /// The same, received there.
    public LogMessage from(StreamPosition position) {
        return new LogMessage(stanza, rows, position, origin);
    }

    /// A message without origin-id.
    public LogMessage(byte[] stanza, List<LogRow> rows, @Nullable StreamPosition stream) {
        this(stanza, rows, stream, null);
    }

    /// The `number`-th stanza received on a managed stream.
    public record StreamPosition(String streamId, long number) {}
}
