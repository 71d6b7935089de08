package dev.hermod.feature;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/// A bound resource as features see it. Safe to use from any thread.
public interface Session {
    /// The full JID.
    JID address();

    OnlineAccount account();

    StreamContext stream();

    /// The last presence it broadcast, `null` until the first and after unavailable.
    @Nullable Presence presence();

    /// Sets what [#presence] says, and with it whether the session is available and its priority.
    /// When it becomes available with a priority that is not negative, what waits in the log is
    /// delivered (RFC 6121 4.2.2).
    void presence(@Nullable Presence latest);

    /// Becomes unavailable with these last words; listeners hear them.
    void unavailable(Presence said);

    /// Says its last presence anew, changed, to all who receive it; nothing while it is
    /// unavailable. The change is made where the session's own presence is taken, so that neither
    /// is lost.
    void announce(UnaryOperator<Presence> change);

    default boolean available() {
        return presence() != null;
    }

    /// -128 to 127; 0 while unavailable.
    int priority();

    <T> @Nullable T get(Slot<T> slot);

    <T> void set(Slot<T> slot, @Nullable T value);

    /// What its client says of itself, for its own user only; `null` where it says nothing.
    @Nullable UserAgent userAgent();

    /// Sends a stanza to this resource as it is, behind all that was delivered before from this
    /// thread.
    void deliver(Packet stanza);

    /// All entries of its own archive above `after` up to and including `upTo` were handed to this
    /// client with what was delivered before; they are not replayed to it.
    void readFromArchive(long after, long upTo);

    /// Its client was told that these entries of its own archive are there, and fetches them from
    /// there: they are not replayed to it (XEP-0386 section 4.2). Before it becomes available.
    void fetchesFromArchive(long after, long upTo);

    /// Whether it is there again, and nobody hears of it, when the server has been stopped in order
    /// and started: its client can resume it.
    default boolean outlivesRestart() {
        return false;
    }

    /// Ends the session with a stream error, after what was delivered before.
    void end(SessionEnd reason);
}
