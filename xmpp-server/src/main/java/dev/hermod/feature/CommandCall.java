package dev.hermod.feature;

import org.xmpp.packet.JID;

/// Who wants a command executed, and where.
///
/// @param requester a full JID, or the bare one of whatever else can send requests
/// @param domain the served domain that was asked
/// @param local whether a session of this server asks, so that its password is known to be right
public record CommandCall(JID requester, String domain, boolean local) {}
