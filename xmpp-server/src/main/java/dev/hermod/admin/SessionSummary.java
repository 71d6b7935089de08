package dev.hermod.admin;

import org.xmpp.packet.JID;

/// A bound resource.
///
/// @param address the full JID
/// @param peer the client's IP address
/// @param priority of its presence; 0 while unavailable
public record SessionSummary(
        JID address, String peer, boolean tls, boolean available, int priority) {}
