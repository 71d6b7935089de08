package dev.hermod.routing;

import org.xmpp.packet.Packet;

/// The way to other servers.
@FunctionalInterface
public interface RemoteDomains {
    /// No way to any other server.
    RemoteDomains NONE = stanza -> false;

    /// Takes a stanza for another domain; `false` when there is no way to it at all.
    boolean send(Packet stanza);
}
