package dev.hermod.extensions.muc;

/// Hears of messages in members-only rooms whose members are not all there.
@FunctionalInterface
public interface RoomMessageListener {
    /// A message is committed and was given to all who are there; one after the other for all
    /// rooms, beside what happens in them. When this takes too long, later messages are passed
    /// over.
    void said(RoomMessage message);
}
