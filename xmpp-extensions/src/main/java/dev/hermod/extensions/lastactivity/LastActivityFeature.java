package dev.hermod.extensions.lastactivity;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Services;
import dev.hermod.feature.Xep;
import java.time.Instant;
import org.xmpp.packet.IQ;

/// Answers when an account was last online to those who receive its presence, and for how long the
/// server has been running to everybody.
@Xep(number = 12, title = "Last Activity", version = "2.0")
public final class LastActivityFeature implements Feature {
    static final String NAMESPACE = "jabber:iq:last";

    @Override
    public void install(Installation on) {
        Services services = on.services();
        Instant started = services.clock().instant();
        SeenWriter writer = new SeenWriter(services);
        LastWords words = new LastWords(writer, on.sessionSlot(String.class));
        LastActivityRequests requests = new LastActivityRequests(services, writer);
        on.advertise(DiscoTarget.SERVER, NAMESPACE);
        on.advertise(DiscoTarget.ACCOUNT, NAMESPACE);
        on.onSession(words);
        on.onAccountRemoval(writer::forget);
        on.onStop(writer::close);
        IQ.Type get = IQ.Type.get;
        on.onIq(
                IqScope.SERVER,
                get,
                NAMESPACE,
                "query",
                request -> uptime(request, started, services));
        on.onIqBlocking(IqScope.ANY_ACCOUNT, get, NAMESPACE, "query", requests::ofAccount);
        on.onIqBlocking(IqScope.RESOURCE, get, NAMESPACE, "query", requests::ofResource);
    }

    private static IQ uptime(IqRequest request, Instant started, Services services) {
        return request.result(LastActivityPayload.ago(started, services.clock().instant(), null));
    }
}
