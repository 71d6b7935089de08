package dev.hermod.feature;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// One item in an answer to disco#items (XEP-0030 4.1).
public record DiscoItem(JID jid, @Nullable String node, @Nullable String name) {}
