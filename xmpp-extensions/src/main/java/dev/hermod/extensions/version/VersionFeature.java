package dev.hermod.extensions.version;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Xep;
import dev.hermod.xml.FrozenElement;
import org.xmpp.packet.IQ;

/// Tells which software this is.
@Xep(number = 92, title = "Software Version", version = "1.1")
public final class VersionFeature implements Feature {
    static final String NAMESPACE = "jabber:iq:version";

    @Override
    public void install(Installation on) {
        FrozenElement answer = answer(on.services().version());
        on.advertise(DiscoTarget.SERVER, NAMESPACE);
        on.onIq(IqScope.SERVER, IQ.Type.get, NAMESPACE, "query", request -> request.result(answer));
    }

    static FrozenElement answer(String version) {
        return FrozenElement.named("query", NAMESPACE)
                .child(FrozenElement.named("name", NAMESPACE).text("Hermod").build())
                .child(FrozenElement.named("version", NAMESPACE).text(version).build())
                .build();
    }
}
