package dev.hermod.feature;

import org.xmpp.packet.Packet;

/// Serves a domain of its own: rooms, publish-subscribe, uploads. Order from one sender is kept;
/// must not block.
@FunctionalInterface
public interface DomainService {
    void receive(Packet stanza);

    /// The same for a message whose sender waits to hear that it is settled (XEP-0198): stored, or
    /// refused.
    ///
    /// @param settled to be run then, once, on any thread
    default void receive(Packet stanza, Runnable settled) {
        receive(stanza);
        settled.run();
    }

    /// Whether it can be asked anything now; what cannot is not listed in disco#items. Any thread.
    default boolean available() {
        return true;
    }
}
