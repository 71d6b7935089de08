package dev.hermod.extensions.pep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.feature.EntityCapabilities;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Resources that have shown an account their presence, and what their clients support: on other
/// servers, and of people here who do not receive its presence (XEP-0060 9.1.3). Bounded; what is
/// pushed out is known again with the next presence.
final class RemotePresences {
    private static final int MOST = 1_000_000;
    private static final int MOST_OF_ONE = 10_000;

    private final Services services;
    private final EntityCapabilities capabilities;
    private final Cache<JID, Map<JID, Set<String>>> known =
            Caffeine.newBuilder()
                    .maximumWeight(MOST)
                    .weigher((JID account, Map<JID, Set<String>> resources) -> 1 + resources.size())
                    .build();

    RemotePresences(Services services, EntityCapabilities capabilities) {
        this.services = services;
        this.capabilities = capabilities;
    }

    /// Hears that a resource is there and what its client supports that it did not support before.
    @FunctionalInterface
    interface Arrival {
        /// On any thread; must not block.
        void learnt(JID account, JID resource, Set<String> features, Set<String> before);
    }

    /// Presence has arrived for a local account.
    void arrived(Presence presence, Arrival arrival) {
        JID from = presence.getFrom();
        JID account = Jids.bare(presence.getTo());
        if (from.getResource() == null || known(account, from)) {
            return;
        }
        if (presence.getType() == Presence.Type.unavailable) {
            change(account, resources -> resources.remove(from));
            return;
        }
        change(
                account,
                resources -> {
                    if (resources.size() < MOST_OF_ONE) {
                        resources.putIfAbsent(from, Set.of());
                    }
                });
        var _ =
                capabilities
                        .features(presence)
                        .thenAccept(features -> learnt(account, from, features, arrival));
    }

    /// Of this server's own people, who need not be asked when they receive the account's presence.
    private boolean known(JID account, JID from) {
        if (!services.router().localAccount(from)) {
            return false;
        }
        OnlineAccount online = services.sessions().account(account);
        JID bare = Jids.bare(from);
        return online == null || bare.equals(account) || services.contacts(online).from(bare);
    }

    private void learnt(JID account, JID resource, Set<String> features, Arrival arrival) {
        if (features.isEmpty()) {
            return;
        }
        change(
                account,
                resources -> {
                    Set<String> before = resources.get(resource);
                    if (before != null && !before.equals(features)) {
                        resources.put(resource, features);
                        arrival.learnt(account, resource, features, before);
                    }
                });
    }

    private void change(JID account, Consumer<Map<JID, Set<String>>> change) {
        known.asMap()
                .compute(
                        account,
                        (_, present) -> {
                            Map<JID, Set<String>> resources =
                                    present == null ? new ConcurrentHashMap<>() : present;
                            change.accept(resources);
                            return resources.isEmpty() ? null : resources;
                        });
    }

    /// Resources of a contact that an account knows of, and what their clients support.
    Map<JID, Set<String>> of(JID account, JID contact) {
        Map<JID, Set<String>> found = new HashMap<>();
        Map<JID, Set<String>> resources = known.getIfPresent(account);
        if (resources != null) {
            resources.forEach((resource, features) -> {
                if (Jids.bare(resource).equals(contact)) {
                    found.put(resource, features);
                }
            });
        }
        return found;
    }

    /// Those that want it: of who may read the node by the account's roster or, where all may, of
    /// anybody.
    void interested(
            JID account,
            String wanted,
            AccessModel access,
            Predicate<JID> reads,
            Consumer<JID> found) {
        Map<JID, Set<String>> resources = known.getIfPresent(account);
        if (resources == null) {
            return;
        }
        Host host = new Host(services, account);
        resources.forEach((resource, features) -> {
            JID bare = Jids.bare(resource);
            boolean near = access == AccessModel.OPEN || host.shows(bare);
            if (features.contains(wanted) && near && reads.test(bare)) {
                found.accept(resource);
            }
        });
    }

    /// Whom an account shows its presence.
    private record Host(Services services, JID account) {
        boolean shows(JID bare) {
            var online = services.sessions().account(account);
            return online != null
                    ? services.contacts(online).from(bare)
                    : services.storage()
                            .rosters()
                            .find(account, bare)
                            .filter(item -> item.subscription().from())
                            .isPresent();
        }
    }
}
