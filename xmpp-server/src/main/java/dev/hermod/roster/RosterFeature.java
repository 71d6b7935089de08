package dev.hermod.roster;

import dev.hermod.feature.AccountState;
import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Slot;
import dev.hermod.feature.SlotText;
import dev.hermod.feature.StreamFeature;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;

/// Rosters and presence subscriptions (RFC 6121 2 and 3), and the view of them that other features
/// ask.
public final class RosterFeature implements Feature {
    private static final Set<PresenceKind> SUBSCRIPTIONS =
            Set.of(
                    PresenceKind.SUBSCRIBE,
                    PresenceKind.SUBSCRIBED,
                    PresenceKind.UNSUBSCRIBE,
                    PresenceKind.UNSUBSCRIBED);

    private @Nullable Installed installed;

    private record Installed(
            AccountState<RosterView> rosters,
            Slot<AtomicBoolean> loading,
            SubscriptionRequests requests) {}

    @Override
    public void install(Installation on) {
        Services services = on.services();
        RosterViews views = new RosterViews(() -> services.storage().rosters());
        AccountState<RosterView> rosters = on.accountState(views::load);
        on.contacts(account -> account.state(rosters));
        SubscriptionRequests requests = new SubscriptionRequests(services, views);
        installed = new Installed(rosters, on.sessionSlot(AtomicBoolean.class), requests);

        Slot<Boolean> interested = on.sessionSlot(Boolean.class, SlotText.flag("roster-interest"));
        RosterUpdates updates = new RosterUpdates(services, views, interested);
        Availability availability = new Availability(services);
        Removal removal = new Removal(services, availability);
        subscriptions(on, updates, availability, requests);
        on.onAccountRemoval(removal::ofAccount);
        on.portable(new PortableRoster(services));
        queries(on, new RosterQueries(services, updates, removal, interested, this::view));
        on.streamFeature(informs("ver", "urn:xmpp:features:rosterver"));
        on.streamFeature(informs("sub", "urn:xmpp:features:pre-approval"));
        on.advertise(DiscoTarget.SERVER, RosterPayload.NAMESPACE);
    }

    private static void subscriptions(
            Installation on,
            RosterUpdates updates,
            Availability availability,
            SubscriptionRequests requests) {
        OutboundSubscriptions outbound =
                new OutboundSubscriptions(on.services(), updates, availability);
        InboundSubscriptions inbound =
                new InboundSubscriptions(on.services(), updates, availability, requests);
        on.onOutboundPresenceBlocking(
                SUBSCRIPTIONS,
                (presence, origin) ->
                        outbound.send(presence, Objects.requireNonNull(origin).account()));
        on.onInboundPresenceBlocking(SUBSCRIPTIONS, (presence, _) -> inbound.receive(presence));
    }

    private static void queries(Installation on, RosterQueries queries) {
        String namespace = RosterPayload.NAMESPACE;
        on.onIqBlocking(IqScope.ANY_ACCOUNT, IQ.Type.get, namespace, "query", queries::get);
        on.onIqBlocking(IqScope.ANY_ACCOUNT, IQ.Type.set, namespace, "query", queries::set);
    }

    private static StreamFeature informs(String name, String namespace) {
        FrozenElement offer = FrozenElement.named(name, namespace).build();
        return stream -> Optional.of(offer).filter(_ -> stream.authenticated());
    }

    /// The roster of an online account; does not block.
    public RosterView view(OnlineAccount account) {
        return account.state(installed().rosters);
    }

    private RosterView view(Session session) {
        return view(session.account());
    }

    /// Takes up what waits for an answer when a resource became available: delivers requests to it,
    /// and repeats those of its account; does not block.
    public void takeUpRequests(Session session) {
        @Nullable AtomicBoolean loading = session.get(installed().loading);
        if (loading == null) {
            loading = new AtomicBoolean();
            session.set(installed().loading, loading);
        }
        RosterView view = view(session);
        installed().requests.repeat(session.account().address(), view);
        installed().requests.deliver(session, view, loading);
    }

    private Installed installed() {
        return Objects.requireNonNull(installed, "a feature is installed before it is asked");
    }
}
