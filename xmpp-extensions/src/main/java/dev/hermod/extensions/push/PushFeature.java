package dev.hermod.extensions.push;

import dev.hermod.extensions.push.PushServices.PushService;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/// Remembers to which services clients want their notifications to be published. As long as none
/// are sent it is not advertised: a client that relied on it would miss messages.
@Xep(
        number = 357,
        title = "Push Notifications",
        version = "0.4.1",
        status = Xep.Status.PARTIAL,
        note = "Services are stored; notifications are not sent yet, so it is not advertised.")
public final class PushFeature implements Feature {
    /// Nodes that one account may have enabled.
    static final int MOST = 50;

    @Override
    public void install(Installation on) {
        Services services = on.services();
        String namespace = PushPayload.NAMESPACE;
        on.onIqBlocking(
                IqScope.OWN_ACCOUNT,
                IQ.Type.set,
                namespace,
                "enable",
                request -> enable(services, request));
        on.onIqBlocking(
                IqScope.OWN_ACCOUNT,
                IQ.Type.set,
                namespace,
                "disable",
                request -> disable(services, request));
    }

    private static IQ enable(Services services, IqRequest request) throws StanzaException {
        PushService service = PushPayload.service(request.payload(), request.from().getResource());
        return switch (enabled(services).enable(Jids.bare(request.from()), service, MOST)) {
            case DONE -> request.result();
            case TOO_MANY ->
                    throw new StanzaException(
                            PacketError.Condition.resource_constraint,
                            "at most " + MOST + " services");
            case NO_SUCH_ACCOUNT ->
                    throw new StanzaException(PacketError.Condition.service_unavailable);
        };
    }

    /// What is not enabled is disabled already.
    private static IQ disable(Services services, IqRequest request) throws StanzaException {
        enabled(services)
                .disable(
                        Jids.bare(request.from()),
                        PushPayload.jid(request.payload()),
                        PushPayload.node(request.payload()));
        return request.result();
    }

    private static PushServices enabled(Services services) {
        return services.storage().port(PushServices.class);
    }
}
