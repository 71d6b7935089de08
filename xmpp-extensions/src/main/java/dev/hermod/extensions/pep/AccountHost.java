package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.NodeConfig;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.storage.RosterItem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// An account as the owner of nodes; its roster says who may read them.
///
/// @param address bare JID
/// @param roster what is known of it when the account is not online
record AccountHost(JID address, Services services, Watchers watching, Contacts roster)
        implements Host {
    /// What a roster says of one contact.
    @FunctionalInterface
    interface Contacts {
        @Nullable RosterItem item(JID contact);
    }

    /// One whose roster is asked in storage, each time.
    static AccountHost of(JID address, Services services, Watchers watching) {
        return new AccountHost(
                address, services, watching, contact -> stored(services, address, contact));
    }

    private static @Nullable RosterItem stored(Services services, JID owner, JID contact) {
        return services.storage().rosters().find(owner, contact).orElse(null);
    }

    /// Several that are asked about one contact; what the rosters of those that are not online say
    /// of it is known by one question.
    static Function<JID, Host> meeting(
            JID contact, List<JID> owners, Services services, Watchers watching) {
        Set<JID> offline =
                owners.stream()
                        .filter(owner -> services.sessions().account(owner) == null)
                        .collect(Collectors.toSet());
        Map<JID, RosterItem> known =
                offline.isEmpty() ? Map.of() : services.storage().rosters().find(offline, contact);
        return owner ->
                new AccountHost(
                        owner,
                        services,
                        watching,
                        bare ->
                                bare.equals(contact) && offline.contains(owner)
                                        ? known.get(owner)
                                        : stored(services, owner, bare));
    }

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
                online != null ? services.contacts(online).item(bare) : roster.item(bare);
        return item == null
                ? Relation.NONE
                : new Relation(item.subscription().from(), Set.copyOf(item.groups()));
    }

    @Override
    public Collection<JID> watchers(String node, AccessModel access, Predicate<JID> reads) {
        return watching.of(address, node, access, reads);
    }
}
