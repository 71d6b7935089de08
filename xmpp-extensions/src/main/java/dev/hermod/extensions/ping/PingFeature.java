package dev.hermod.extensions.ping;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Xep;
import org.xmpp.packet.IQ;

/// Answers pings to the server, and of account holders to their own account. Somebody else's
/// account answers nobody, so that a ping does not tell whether it exists.
@Xep(number = 199, title = "XMPP Ping", version = "2.0.1")
public final class PingFeature implements Feature {
    static final String NAMESPACE = "urn:xmpp:ping";

    @Override
    public void install(Installation on) {
        on.advertise(DiscoTarget.SERVER, NAMESPACE);
        on.advertise(DiscoTarget.ACCOUNT, NAMESPACE);
        on.onIq(IqScope.SERVER, IQ.Type.get, NAMESPACE, "ping", IqRequest::result);
        on.onIq(IqScope.OWN_ACCOUNT, IQ.Type.get, NAMESPACE, "ping", IqRequest::result);
    }
}
