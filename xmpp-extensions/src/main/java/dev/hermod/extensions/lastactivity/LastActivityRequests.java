package dev.hermod.extensions.lastactivity;

import dev.hermod.extensions.lastactivity.LastActivities.Seen;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Answers for accounts and their resources, on virtual threads. Who does not receive an account's
/// presence learns nothing, not even whether it exists (XEP-0012 8).
final class LastActivityRequests {
    private final Services services;
    private final SeenWriter writer;

    LastActivityRequests(Services services, SeenWriter writer) {
        this.services = services;
        this.writer = writer;
    }

    /// XEP-0012 3.
    IQ ofAccount(IqRequest request) throws StanzaException {
        JID owner = request.to();
        authorize(request, owner);
        Instant now = services.clock().instant();
        OnlineAccount online = services.sessions().account(owner);
        if (online != null && !online.sessions().isEmpty()) {
            return request.result(LastActivityPayload.ago(now, now, null));
        }
        Seen seen =
                seen(owner)
                        .orElseThrow(() ->
                                new StanzaException(PacketError.Condition.service_unavailable));
        return request.result(LastActivityPayload.ago(seen.at(), now, seen.status()));
    }

    /// XEP-0012 4: the resource answers by itself, if it may be asked at all.
    @Nullable IQ ofResource(IqRequest request) throws StanzaException {
        authorize(request, Jids.bare(request.to()));
        Session session = services.sessions().session(request.to());
        if (session == null) {
            throw new StanzaException(PacketError.Condition.service_unavailable);
        }
        session.deliver(request.iq());
        return null;
    }

    private Optional<Seen> seen(JID owner) {
        Optional<Seen> waiting = Optional.ofNullable(writer.waiting(owner));
        return waiting.or(() -> services.storage().port(LastActivities.class).find(owner));
    }

    /// From storage also for those who are online, so that it takes as long as for others.
    private void authorize(IqRequest request, JID owner) throws StanzaException {
        JID asking = Jids.bare(request.from());
        boolean may =
                asking.equals(owner)
                        || services.storage()
                                .rosters()
                                .find(owner, asking)
                                .filter(item -> item.subscription().from())
                                .isPresent();
        if (!may) {
            throw new StanzaException(PacketError.Condition.forbidden);
        }
    }
}
