package dev.hermod.storage;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What became of one contact: its item now, or `null` when it was removed, and the roster's
/// version since.
public record RosterChange(JID contact, @Nullable RosterItem item, long version) {}
