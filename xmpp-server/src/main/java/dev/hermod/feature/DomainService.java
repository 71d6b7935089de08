package dev.hermod.feature;

import org.xmpp.packet.Packet;

/// Serves a domain of its own: rooms, publish-subscribe, uploads. Order from one sender is kept;
/// must not block.
@FunctionalInterface
public interface DomainService {
    void receive(Packet stanza);
}
