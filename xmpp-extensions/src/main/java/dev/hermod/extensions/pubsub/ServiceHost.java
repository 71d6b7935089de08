package dev.hermod.extensions.pubsub;

import dev.hermod.config.Config;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// A service with a domain of its own, which belongs to a domain of accounts.
///
/// @param address the service's domain
/// @param accounts the domain that it belongs to
record ServiceHost(JID address, String accounts, Config config) implements Host {
    @Override
    public boolean personal() {
        return false;
    }

    @Override
    public boolean owns(JID bare) {
        return false;
    }

    @Override
    public boolean mayCreate(JID bare) {
        return switch (config.pubsub().createNodes()) {
            case ADMINS -> config.admins().contains(bare.toString());
            case ACCOUNTS -> bare.getNode() != null && bare.getDomain().equals(accounts);
            case EVERYBODY -> true;
        };
    }

    @Override
    public NodeConfig fresh(String node) {
        return NodeConfig.PLAIN;
    }

    @Override
    public Relation relation(JID bare) {
        return Relation.NONE;
    }

    @Override
    public Collection<JID> watchers(String node, AccessModel access, Predicate<JID> reads) {
        return List.of();
    }
}
