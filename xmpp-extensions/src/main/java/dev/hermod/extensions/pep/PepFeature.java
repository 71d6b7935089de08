package dev.hermod.extensions.pep;

import dev.hermod.extensions.pubsub.AccessModel;
import dev.hermod.extensions.pubsub.Host;
import dev.hermod.extensions.pubsub.Leaving;
import dev.hermod.extensions.pubsub.NodeEngine;
import dev.hermod.extensions.pubsub.NodeHook;
import dev.hermod.extensions.pubsub.PersonalNodes;
import dev.hermod.extensions.pubsub.PubSub;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.EntityCapabilities;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Identity;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Stage;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Every account is a publish-subscribe service, and the door for other features to its nodes.
@Xep(number = 163, title = "Personal Eventing Protocol", version = "1.2.2")
@Xep(number = 222, title = "Persistent Storage of Public Data via PubSub", version = "1.0")
@Xep(number = 223, title = "Persistent Storage of Private Data via PubSub", version = "1.1.1")
public final class PepFeature implements Feature, PersonalNodes {
    private static final List<String> FEATURES =
            List.of(
                    "access-authorize",
                    "access-open",
                    "access-presence",
                    "access-roster",
                    "access-whitelist",
                    "auto-create",
                    "auto-subscribe",
                    "filtered-notifications",
                    "get-pending",
                    "presence-notifications",
                    "presence-subscribe",
                    "pubsub-on-a-jid");

    private final EntityCapabilities capabilities;
    private final List<Hooked> hooked = new ArrayList<>();
    private @Nullable PersonalNodes nodes;

    /// @param capabilities installed before this
    public PepFeature(EntityCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    /// A hook that came before the feature was installed.
    private record Hooked(String node, NodeHook hook) {}

    @Override
    public void install(Installation on) {
        Services services = on.services();
        NodeEngine engine = new NodeEngine(services);
        RemotePresences remote = new RemotePresences(services, capabilities);
        Watchers watchers = new Watchers(services, capabilities, remote);
        Function<JID, Host> hosts = account -> AccountHost.of(account, services, watchers);
        PersonalNodes opened = engine.personal(hosts);
        hooked.forEach(each -> opened.onChange(each.node(), each.hook()));
        nodes = opened;
        answer(on, engine, hosts);
        OwnApprovals approvals = new OwnApprovals(engine, hosts, services.router());
        on.onMessage(Stage.CHECK, approvals::look);
        on.onMessage(Stage.CHECK, new OwnBounces(engine.endings())::look);
        on.command(new PendingRequests(engine, hosts).command());
        advertise(on);
        on.discoNode(
                DiscoTarget.ACCOUNT,
                new AccountNodesDisco(
                        engine.disco(),
                        (account, asker) ->
                                AccountHost.meeting(asker, List.of(account), services, watchers)
                                        .apply(account)));
        on.portable(engine.portable(hosts));
        Welcome welcome =
                new Welcome(
                        services,
                        capabilities,
                        engine.lastItems(),
                        watchers,
                        on.sessionSlot(Welcome.Told.class));
        on.onSession(welcome);
        on.onRosterChange(welcome::rosterChanged);
        capabilities.onFeatures((Session session, Set<String> features, Set<String> _) ->
                welcome.learnt(session, features));
        Leaving leaving = new Leaving(engine.endings(), of -> host(services, hosts, of));
        on.onSession(leaving);
        on.onPresenceArrival(presence -> {
            remote.arrived(presence, welcome::arrived);
            if (gone(services, presence)) {
                JID from = presence.getFrom();
                leaving.left(
                        from, remote.of(Jids.bare(presence.getTo()), Jids.bare(from)).isEmpty());
            }
        });
    }

    private static boolean gone(Services services, Presence presence) {
        return presence.getType() == Presence.Type.unavailable
                && presence.getFrom().getResource() != null
                && !services.router().localAccount(presence.getFrom());
    }

    private static @Nullable Host host(Services services, Function<JID, Host> hosts, JID address) {
        return services.router().localAccount(address) ? hosts.apply(address) : null;
    }

    private static void answer(Installation on, NodeEngine engine, Function<JID, Host> hosts) {
        for (IqScope scope : List.of(IqScope.OWN_ACCOUNT, IqScope.ANY_ACCOUNT)) {
            for (IQ.Type type : List.of(IQ.Type.get, IQ.Type.set)) {
                for (String namespace : List.of(PubSub.NAMESPACE, PubSub.OWNER)) {
                    on.onIqBlocking(
                            scope,
                            type,
                            namespace,
                            "pubsub",
                            request -> answer(engine, hosts, request));
                }
            }
        }
    }

    private static IQ answer(NodeEngine engine, Function<JID, Host> hosts, IqRequest request)
            throws StanzaException {
        return engine.answer(hosts.apply(Jids.bare(request.to())), request);
    }

    private static void advertise(Installation on) {
        on.advertise(DiscoTarget.ACCOUNT, PubSub.ORDER_BY);
        // COMPAT: clients of the time before XEP-0163 1.1 (Smack's OMEMO) ask the server, not the
        // account.
        for (DiscoTarget target : List.of(DiscoTarget.ACCOUNT, DiscoTarget.SERVER)) {
            on.identity(target, new Identity("pubsub", "pep", null));
            on.advertise(target, PubSub.NAMESPACE);
            Stream.concat(FEATURES.stream(), PubSub.FEATURES.stream())
                    .map(feature -> PubSub.NAMESPACE + "#" + feature)
                    .forEach(feature -> on.advertise(target, feature));
        }
    }

    private PersonalNodes nodes() {
        return Objects.requireNonNull(nodes, "the feature is not installed");
    }

    @Override
    public void publish(JID account, JID publisher, String node, String id, FrozenElement payload)
            throws StanzaException {
        nodes().publish(account, publisher, node, id, payload);
    }

    @Override
    public boolean retract(JID account, String node, String id) throws StanzaException {
        return nodes().retract(account, node, id);
    }

    @Override
    public Optional<NodeItem> item(JID account, String node, String id) {
        return nodes().item(account, node, id);
    }

    @Override
    public List<NodeItem> items(JID account, String node, List<String> ids) {
        return nodes().items(account, node, ids);
    }

    @Override
    public List<NodeItem> newest(JID account, String node, int most) {
        return nodes().newest(account, node, most);
    }

    @Override
    public boolean readable(JID account, String node, JID by) {
        return nodes().readable(account, node, by);
    }

    @Override
    public Optional<AccessModel> access(JID account, String node) {
        return nodes().access(account, node);
    }

    @Override
    public void onChange(String node, NodeHook hook) {
        PersonalNodes opened = nodes;
        if (opened == null) {
            hooked.add(new Hooked(node, hook));
        } else {
            opened.onChange(node, hook);
        }
    }
}
