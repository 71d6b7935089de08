package dev.hermod.routing;

import dev.hermod.feature.PresenceCompletion;
import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.stanza.StanzaException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// Takes presence to the features that handle it, to a resource, or to another domain (RFC 6121 4,
/// 8.5).
final class PresenceRouting {
    private final InstalledFeatures features;
    private final ServedDomains domains;
    private final Sessions sessions;
    private final Outlets outlets;
    private final Consumer<Packet> router;

    /// @param router routes presence that no feature takes from its sender
    PresenceRouting(
            InstalledFeatures features,
            ServedDomains domains,
            Sessions sessions,
            Outlets outlets,
            Consumer<Packet> router) {
        this.features = features;
        this.domains = domains;
        this.sessions = sessions;
        this.outlets = outlets;
        this.router = router;
    }

    /// What a local session sends: broadcasts, directed presence, subscriptions, all go to the
    /// sender's features first.
    Work outbound(Presence presence, Session origin) {
        boolean available = PresenceKind.of(presence) == PresenceKind.AVAILABLE;
        return complete(available ? completed(presence, origin) : presence, origin);
    }

    /// The same for presence to which nothing is to be added.
    Work complete(Presence presence, Session origin) {
        PresenceKind kind = PresenceKind.of(presence);
        return handled(features.outbound(kind), presence, origin, () -> deliver(presence));
    }

    private Presence completed(Presence said, Session origin) {
        Presence presence = said;
        for (PresenceCompletion completion : features.completions()) {
            presence = completion.complete(presence, origin);
        }
        return presence;
    }

    /// What is on its way to somebody.
    Work inbound(Presence presence) {
        return switch (Target.of(presence.getTo(), presence.getFrom(), domains)) {
            case Target.LocalAccount _ -> toAccount(presence);
            case Target.LocalResource(JID resource) -> toResource(presence, resource);
            case Target.ServerDomain _ -> new Work.Now(() -> {});
            case Target.Service(String domain) ->
                    new Work.Now(() -> outlets.toService(domain, presence));
            case Target.Remote _ -> new Work.Now(() -> outlets.toRemote(presence));
        };
    }

    private Work toAccount(Presence presence) {
        PresenceKind kind = PresenceKind.of(presence);
        if (kind == PresenceKind.AVAILABLE || kind == PresenceKind.UNAVAILABLE) {
            features.arrivalListeners().forEach(listener -> listener.accept(presence));
        }
        return handled(features.inbound(kind), presence, null, () -> {});
    }

    /// Subscriptions are between accounts, and a probe is for the account to answer (RFC 6121 3,
    /// 4.3). Presence for a resource that is not there is silently ignored (8.5.3.2).
    private Work toResource(Presence presence, JID resource) {
        PresenceKind kind = PresenceKind.of(presence);
        if (kind.subscription() || kind == PresenceKind.PROBE) {
            return toAccount(presence);
        }
        return new Work.Now(() -> {
            @Nullable Session session = sessions.session(resource);
            if (session != null) {
                session.deliver(presence);
            }
        });
    }

    private void deliver(Presence presence) {
        if (presence.getTo() == null) {
            outlets.refuse(presence, new StanzaException(PacketError.Condition.bad_request));
        } else {
            router.accept(presence);
        }
    }

    private Work handled(
            InstalledFeatures.@Nullable PresenceEntry entry,
            Presence presence,
            @Nullable Session origin,
            Runnable otherwise) {
        if (entry == null) {
            return new Work.Now(otherwise);
        }
        Runnable task =
                () ->
                        Guard.run(presence, () -> entry.handler().handle(presence, origin))
                                .ifPresent(error -> outlets.reply(error, origin));
        return entry.blocking() ? new Work.Blocking(task) : new Work.Now(task);
    }
}
