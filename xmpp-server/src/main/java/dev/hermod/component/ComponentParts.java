package dev.hermod.component;

import dev.hermod.routing.Work;
import dev.hermod.storage.MessageLog;
import dev.hermod.stream.StreamSettings;
import java.util.function.Function;
import org.xmpp.packet.Packet;

/// What every component stream works with.
///
/// @param settings limits and deadlines that all streams have
/// @param router makes work of a stanza that came from a component
/// @param pendingMessages of one stream, received and not yet committed; then it is not read
/// @param stanzasPerSecond of one stream, with bursts of twice that; more is read more slowly
/// @param queueBytes waiting to be written to one stream, beyond which it ends
public record ComponentParts(
        StreamSettings settings,
        ExternalComponents components,
        Function<Packet, Work> router,
        MessageLog messageLog,
        int pendingMessages,
        int stanzasPerSecond,
        long queueBytes) {}
