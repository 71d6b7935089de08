package dev.hermod.presence;

import dev.hermod.feature.PresenceKind;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Slot;
import dev.hermod.roster.PresenceStanzas;
import dev.hermod.roster.RosterFeature;
import dev.hermod.stanza.FrozenPresence;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.Presence;

/// What a local resource says of its availability: to all (RFC 6121 4.2, 4.4, 4.5), to somebody
/// (4.6), or by its end.
final class OutboundPresence implements SessionListener {
    private final Services services;
    private final RosterFeature rosters;
    private final Slot<DirectedPresence> directed;
    private final Broadcasts broadcasts;
    private final Probes probes;

    OutboundPresence(
            Services services,
            RosterFeature rosters,
            Slot<DirectedPresence> directed,
            Probes probes) {
        this.services = services;
        this.rosters = rosters;
        this.directed = directed;
        this.broadcasts = new Broadcasts(services, rosters);
        this.probes = probes;
    }

    void available(Presence presence, Session origin) throws StanzaException {
        PresenceRules.requireValid(presence);
        if (presence.getTo() != null) {
            direct(presence, origin);
            return;
        }
        boolean initial = !origin.available();
        origin.presence(presence);
        broadcasts.toSubscribers(presence, origin);
        broadcasts.toOwnResources(presence, origin);
        if (initial) {
            welcome(origin);
        }
    }

    void unavailable(Presence presence, Session origin) {
        if (presence.getTo() == null) {
            leave(presence, origin);
        } else {
            recipients(origin).remove(presence.getTo());
            services.router().route(presence);
        }
    }

    /// Probes and errors only pass; a type that nobody knows does not.
    void other(Presence presence) throws StanzaException {
        if (presence instanceof FrozenPresence typed && !typed.hasKnownType()) {
            throw new StanzaException(Condition.bad_request, "unknown type of presence");
        }
        if (presence.getTo() != null) {
            services.router().route(presence);
        } else if (PresenceKind.of(presence) == PresenceKind.PROBE) {
            throw new StanzaException(Condition.bad_request, "a probe needs an addressee");
        }
    }

    /// A session that ended without a word of its own (RFC 6121 4.5.1).
    @Override
    public void ended(Session session) {
        leave(PresenceStanzas.unaddressed(PresenceKind.UNAVAILABLE), session);
    }

    private void welcome(Session session) {
        broadcasts.ofOwnResources(session);
        probes.send(session);
        rosters.takeUpRequests(session);
    }

    private void leave(Presence unavailable, Session session) {
        boolean wasAvailable = session.available();
        if (wasAvailable) {
            session.unavailable(unavailable);
            broadcasts.toSubscribers(unavailable, session);
            broadcasts.toOwnResources(unavailable, session);
        }
        @Nullable DirectedPresence told = session.get(directed);
        if (told != null) {
            told.drain().stream()
                    .filter(recipient -> !(wasAvailable && hearsAnyway(recipient, session)))
                    .forEach(recipient -> route(unavailable, session, recipient));
        }
    }

    private void direct(Presence presence, Session origin) throws StanzaException {
        JID recipient = presence.getTo();
        boolean tracked = !(origin.available() && hearsAnyway(recipient, origin));
        if (tracked && !recipients(origin).add(recipient)) {
            throw new StanzaException(
                    Condition.resource_constraint, "directed presence to too many addresses");
        }
        services.router().route(presence);
    }

    /// Whether the broadcast of unavailable presence reaches the address.
    private boolean hearsAnyway(JID address, Session session) {
        JID bare = Jids.bare(address);
        return bare.equals(session.account().address())
                || rosters.view(session.account()).from(bare);
    }

    private DirectedPresence recipients(Session session) {
        @Nullable DirectedPresence present = session.get(directed);
        if (present != null) {
            return present;
        }
        DirectedPresence fresh = new DirectedPresence();
        session.set(directed, fresh);
        return fresh;
    }

    private void route(Presence presence, Session from, JID to) {
        services.router().route(Stanzas.readdressed(presence, from.address(), to));
    }
}
