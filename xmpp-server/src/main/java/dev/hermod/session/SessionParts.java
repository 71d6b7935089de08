package dev.hermod.session;

import dev.hermod.storage.MessageLog;
import java.util.function.Predicate;
import org.xmpp.packet.Packet;

/// What all sessions of a server share.
///
/// @param stanzasPerSecond how fast a client may send in the long run
record SessionParts(
        int stanzasPerSecond,
        InboundOrder.Rules inbound,
        OutboundOrder.Rules outbound,
        StreamManagement.Rules management,
        ResumableSessions resumables,
        Replays replays,
        Resends resends,
        StanzaMeters meters) {
    /// Stanzas to a client after which an acknowledgement is asked for.
    private static final int REQUEST_AFTER = 10;

    /// @param wanted whether the account that a stored message is for still lets it through
    static SessionParts of(
            LocalSessions.Limits limits,
            MessageLog messageLog,
            Predicate<Packet> wanted,
            StanzaMeters meters) {
        return new SessionParts(
                limits.stanzasPerSecond(),
                // A session reads no further than the stanza it is busy with.
                new InboundOrder.Rules(messageLog, limits.pendingMessages(), 0),
                new OutboundOrder.Rules(
                        limits.outboundQueueBytes(),
                        limits.heldStanzas(),
                        new Checkpoint.Rules(limits.checkpointAfter(), limits.checkpointGive()),
                        meters),
                new StreamManagement.Rules(
                        REQUEST_AFTER,
                        limits.checkpointGive(),
                        limits.unacknowledged(),
                        limits.outboundQueueBytes()),
                new ResumableSessions(limits.resumption()),
                new Replays(messageLog, wanted),
                new Resends(messageLog),
                meters);
    }
}
