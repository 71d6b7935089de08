package dev.hermod.storage;

import java.time.Instant;
import org.xmpp.packet.JID;

/// A session that waits, while the server restarts, for its client to resume it (XEP-0198).
///
/// @param address the full JID
/// @param stream the id by which it is resumed
/// @param until when it ends unless it is resumed
/// @param state XML, of the server's own making
public record SavedSession(JID address, String stream, Instant until, String state) {}
