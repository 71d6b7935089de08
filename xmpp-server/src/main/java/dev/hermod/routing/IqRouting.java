package dev.hermod.routing;

import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Session;
import dev.hermod.feature.Sessions;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Takes IQs to their one handler, to a resource, or to another domain (RFC 6120 8.2.3, RFC 6121
/// 8.5).
final class IqRouting {
    private final InstalledFeatures features;
    private final ServedDomains domains;
    private final Sessions sessions;
    private final PendingRequests pending;
    private final Outlets outlets;

    IqRouting(
            InstalledFeatures features,
            ServedDomains domains,
            Sessions sessions,
            PendingRequests pending,
            Outlets outlets) {
        this.features = features;
        this.domains = domains;
        this.sessions = sessions;
        this.pending = pending;
        this.outlets = outlets;
    }

    Work work(IQ iq, @Nullable Session origin) {
        if (malformed(iq)) {
            return refusal(iq, PacketError.Condition.bad_request);
        }
        return switch (Target.of(iq.getTo(), iq.getFrom(), domains)) {
            case Target.ServerDomain _ -> answerHere(iq, origin, IqScope.SERVER);
            case Target.LocalAccount(JID account) -> answerHere(iq, origin, scope(iq, account));
            case Target.LocalResource(JID resource) -> toResource(iq, origin, resource);
            case Target.Service(String domain) -> new Work.Now(() -> outlets.toService(domain, iq));
            case Target.Remote _ -> new Work.Now(() -> outlets.toRemote(iq));
        };
    }

    /// Exactly one payload in a request, an id always, a known type (RFC 6120 8.2.3).
    private static boolean malformed(IQ iq) {
        return iq.getType() == null
                || (iq.isRequest() && (iq.getID() == null || Stanzas.payload(iq) == null));
    }

    private static IqScope scope(IQ iq, JID account) {
        return Jids.bare(iq.getFrom()).equals(account) ? IqScope.OWN_ACCOUNT : IqScope.ANY_ACCOUNT;
    }

    private Work answerHere(IQ iq, @Nullable Session origin, IqScope scope) {
        if (iq.isResponse()) {
            return new Work.Now(() -> pending.answer(iq));
        }
        FrozenElement payload = Objects.requireNonNull(Stanzas.payload(iq));
        InstalledFeatures.@Nullable IqEntry entry = handler(iq, scope);
        if (entry == null) {
            return refusal(iq, PacketError.Condition.service_unavailable);
        }
        IQ addressed =
                iq.getTo() == null
                        ? Stanzas.readdressed(iq, iq.getFrom(), Jids.bare(iq.getFrom()))
                        : iq;
        IqRequest request = new IqRequest(addressed, payload, origin);
        Runnable task =
                () ->
                        Guard.run(iq, () -> answer(entry.handler().handle(request), origin))
                                .ifPresent(error -> outlets.reply(error, origin));
        return entry.blocking() ? new Work.Blocking(task) : new Work.Now(task);
    }

    /// Without an answer the handler has given it by itself.
    private void answer(@Nullable IQ reply, @Nullable Session origin) {
        if (reply != null) {
            outlets.reply(reply, origin);
        }
    }

    private InstalledFeatures.@Nullable IqEntry handler(IQ iq, IqScope scope) {
        FrozenElement payload = Objects.requireNonNull(Stanzas.payload(iq));
        String namespace = payload.getNamespaceURI();
        String name = payload.getName();
        InstalledFeatures.@Nullable IqEntry entry =
                features.iqHandler(scope, iq.getType(), namespace, name);
        return entry == null && scope == IqScope.OWN_ACCOUNT
                ? features.iqHandler(IqScope.ANY_ACCOUNT, iq.getType(), namespace, name)
                : entry;
    }

    private Work toResource(IQ iq, @Nullable Session origin, JID resource) {
        if (iq.isRequest() && handler(iq, IqScope.RESOURCE) != null) {
            return answerHere(iq, origin, IqScope.RESOURCE);
        }
        @Nullable Session session = sessions.session(resource);
        return session == null
                ? refusal(iq, PacketError.Condition.service_unavailable)
                : new Work.Now(() -> session.deliver(iq));
    }

    private Work refusal(IQ iq, PacketError.Condition condition) {
        return new Work.Now(() -> outlets.refuse(iq, new StanzaException(condition)));
    }
}
