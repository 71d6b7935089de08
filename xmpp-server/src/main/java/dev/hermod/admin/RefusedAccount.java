package dev.hermod.admin;

import org.xmpp.packet.JID;

/// An account that was not added, and why, in words for people.
public record RefusedAccount(JID address, String reason) {}
