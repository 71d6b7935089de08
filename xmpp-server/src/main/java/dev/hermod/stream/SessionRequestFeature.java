package dev.hermod.stream;

import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.IqScope;
import org.xmpp.packet.IQ;

/// Answers the session request of RFC 3921 section 3, which RFC 6121 no longer has.
// COMPAT: clients that ask for a session although it is offered as optional.
public final class SessionRequestFeature implements Feature {
    @Override
    public void install(Installation on) {
        for (IqScope scope : new IqScope[] {IqScope.SERVER, IqScope.OWN_ACCOUNT}) {
            on.onIq(scope, IQ.Type.set, StreamOpening.SESSION, "session", IqRequest::result);
        }
    }
}
