package dev.hermod.feature;

import org.xmpp.packet.Packet;

/// Serves a domain of its own: rooms, publish-subscribe, uploads. Order from one sender is kept;
/// must not block.
@FunctionalInterface
public interface DomainService {
    void receive(Packet stanza);

    /// Whether it can be asked anything now; what cannot is not listed in disco#items. Any thread.
    default boolean available() {
        return true;
    }
}
