package dev.hermod.presence;

import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.roster.RosterFeature;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// Availability of resources (RFC 6121 4). Nothing here blocks: it asks the rosters that online
/// accounts carry.
public final class PresenceFeature implements Feature {
    private final RosterFeature rosters;

    /// @param rosters installed before this
    public PresenceFeature(RosterFeature rosters) {
        this.rosters = rosters;
    }

    @Override
    public void install(Installation on) {
        Services services = on.services();
        Probes probes = new Probes(services, rosters);
        OutboundPresence outbound =
                new OutboundPresence(
                        services,
                        rosters,
                        on.sessionSlot(DirectedPresence.class, DirectedPresence.TEXT),
                        probes);
        on.onOutboundPresence(
                Set.of(PresenceKind.AVAILABLE),
                (presence, origin) -> outbound.available(presence, own(origin)));
        on.onOutboundPresence(
                Set.of(PresenceKind.UNAVAILABLE),
                (presence, origin) -> outbound.unavailable(presence, own(origin)));
        on.onOutboundPresence(
                Set.of(PresenceKind.PROBE, PresenceKind.ERROR),
                (presence, _) -> outbound.other(presence));
        on.onSession(outbound);
        on.onInboundPresence(
                Set.of(PresenceKind.AVAILABLE, PresenceKind.UNAVAILABLE, PresenceKind.ERROR),
                (presence, _) -> deliver(services, presence));
        on.onInboundPresence(Set.of(PresenceKind.PROBE), (presence, _) -> probes.answer(presence));
    }

    /// To all available resources (RFC 6121 8.5.2.1.2), errors too: they answer the account's
    /// subscription requests.
    private static void deliver(Services services, Presence presence) {
        @Nullable OnlineAccount account = services.sessions().account(presence.getTo());
        if (account == null) {
            return;
        }
        for (Session session : account.sessions()) {
            if (session.available()) {
                session.deliver(presence);
            }
        }
    }

    private static Session own(@Nullable Session origin) {
        return Objects.requireNonNull(origin, "outbound presence comes from a session");
    }
}
