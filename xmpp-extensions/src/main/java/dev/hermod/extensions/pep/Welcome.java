package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.extensions.pubsub.LastItems;
import dev.hermod.feature.EntityCapabilities;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.Jids;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Sends each resource that becomes available the last items it is interested in, once: when it
/// comes, or when it is found out what its client supports (XEP-0163 4.3.3, 4.3.4).
final class Welcome implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    /// Resources that are sent items at a time; each asks storage.
    private static final int AT_A_TIME = 16;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Services services;
    private final EntityCapabilities capabilities;
    private final LastItems lastItems;
    private final Watchers watching;
    private final Slot<Told> told;
    private final Semaphore turns = new Semaphore(AT_A_TIME);

    Welcome(
            Services services,
            EntityCapabilities capabilities,
            LastItems lastItems,
            Watchers watching,
            Slot<Told> told) {
        this.services = services;
        this.capabilities = capabilities;
        this.lastItems = lastItems;
        this.watching = watching;
        this.told = told;
    }

    /// The nodes that a resource was sent the last items of since it became available, and still
    /// wants to hear of.
    static final class Told {
        private Set<String> nodes = Set.of();

        /// Those of them that are new.
        synchronized List<String> update(Set<String> features) {
            Set<String> wanted = new HashSet<>(nodes(features));
            List<String> fresh = wanted.stream().filter(node -> !nodes.contains(node)).toList();
            nodes = wanted;
            return fresh;
        }
    }

    private static List<String> nodes(Set<String> features) {
        return features.stream()
                .filter(feature -> feature.endsWith(Watchers.NOTIFY))
                .map(feature -> feature.substring(0, feature.length() - Watchers.NOTIFY.length()))
                .toList();
    }

    @Override
    public void presenceChanged(Session session, @Nullable Presence latest) {
        if (latest == null) {
            session.set(told, null);
            return;
        }
        if (session.get(told) == null) {
            session.set(told, new Told());
        }
        tell(session, capabilities.features(session));
    }

    /// What its client supports has become known.
    void learnt(Session session, Set<String> features) {
        tell(session, features);
    }

    private void tell(Session session, Set<String> features) {
        Told before = session.get(told);
        List<String> nodes = before == null ? List.of() : before.update(features);
        if (!nodes.isEmpty()) {
            start(() -> {
                List<JID> owners = new ArrayList<>();
                owners.add(session.account().address());
                services.contacts(session.account()).subscriptions().stream()
                        .filter(services.router()::localAccount)
                        .forEach(owners::add);
                send(session.address(), owners, nodes);
            });
        }
    }

    /// A resource on another server has shown an account its presence.
    void arrived(JID account, JID resource, Set<String> features, Set<String> before) {
        List<String> nodes = new ArrayList<>(nodes(features));
        nodes.removeAll(nodes(before));
        if (!nodes.isEmpty()) {
            start(() -> send(resource, List.of(Jids.bare(account)), nodes));
        }
    }

    private void send(JID to, List<JID> owners, List<String> nodes) {
        send(to, owners, nodes, _ -> true);
    }

    private void send(JID to, List<JID> owners, List<String> nodes, Predicate<AccessModel> access) {
        JID contact = Jids.bare(to);
        lastItems.send(
                to,
                owners,
                nodes,
                some -> AccountHost.meeting(contact, some, services, watching),
                access);
    }

    /// An account shows a contact its presence from now on, or has put it into another group
    /// (XEP-0060 12.2).
    void rosterChanged(
            JID owner, JID contact, @Nullable RosterItem before, @Nullable RosterItem after) {
        if (after == null || !after.subscription().from()) {
            return;
        }
        boolean shown = before != null && before.subscription().from();
        boolean moved = before == null || !before.groups().containsAll(after.groups());
        if (!shown || moved) {
            Predicate<AccessModel> access = model -> !shown || model == AccessModel.ROSTER;
            watching.resources(owner, contact)
                    .forEach((resource, features) -> gained(owner, resource, features, access));
        }
    }

    private void gained(
            JID owner, JID resource, Set<String> features, Predicate<AccessModel> access) {
        List<String> nodes = nodes(features);
        if (!nodes.isEmpty()) {
            start(() -> send(resource, List.of(owner), nodes, access));
        }
    }

    private void start(Runnable sending) {
        Thread.ofVirtual().name("last-items").start(() -> inTurn(sending));
    }

    private void inTurn(Runnable sending) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("too many come online at once; some are not sent what is new");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            sending.run();
        } catch (StorageUnavailableException e) {
            log.warn("what is new is not sent: {}", e.getMessage());
        } finally {
            turns.release();
        }
    }
}
