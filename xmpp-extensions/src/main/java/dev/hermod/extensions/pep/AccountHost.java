package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.NodeConfig;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.storage.RosterItem;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// An account as the owner of nodes; its roster says who may read them.
///
/// @param address bare JID
record AccountHost(JID address, Services services, Watchers watching) implements Host {
    @Override
    public boolean personal() {
        return true;
    }

    @Override
    public boolean owns(JID bare) {
        return bare.equals(address);
    }

    @Override
    public boolean mayCreate(JID bare) {
        return owns(bare);
    }

    @Override
    public NodeConfig fresh(String node) {
        return WellKnownNodes.fresh(NodeConfig.PLAIN, node, services.config().vcards());
    }

    /// From memory when the account is online, which costs nothing.
    @Override
    public Relation relation(JID bare) {
        OnlineAccount online = services.sessions().account(address);
        @Nullable RosterItem item =
                online != null
                        ? services.contacts(online).item(bare)
                        : services.storage().rosters().find(address, bare).orElse(null);
        return item == null
                ? Relation.NONE
                : new Relation(item.subscription().from(), Set.copyOf(item.groups()));
    }

    @Override
    public Collection<JID> watchers(String node, AccessModel access, Predicate<JID> reads) {
        return watching.of(address, node, access, reads);
    }
}
