package dev.hermod.session;

import org.xmpp.packet.PacketError;

/// What becomes of a client's wish to go on with an earlier session on a new stream (XEP-0198
/// section 5); one of these is called, on the new connection's event loop.
public interface Resumption {
    /// The session is on the new stream. What it had not acknowledged follows once this returns.
    ///
    /// @param handled stanzas of the client that are settled
    void resumed(BoundSession session, String id, long handled);

    /// It cannot be resumed; the stream may bind a resource instead.
    ///
    /// @param handled stanzas of the client on that stream that are settled, -1 when unknown
    void refused(PacketError.Condition condition, long handled);

    /// The client acknowledged what it never was sent.
    void refused(HandledCountTooHigh problem);
}
