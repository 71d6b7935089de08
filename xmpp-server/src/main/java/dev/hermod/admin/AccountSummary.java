package dev.hermod.admin;

import java.time.Instant;
import org.xmpp.packet.JID;

/// An account in a list.
///
/// @param admin may administer the server: by its own mark or by the configuration
public record AccountSummary(JID address, boolean disabled, boolean admin, Instant created) {}
