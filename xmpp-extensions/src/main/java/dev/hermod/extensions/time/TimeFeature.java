package dev.hermod.extensions.time;

import dev.hermod.feature.DiscoTarget;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.IqScope;
import dev.hermod.feature.Xep;
import dev.hermod.stanza.Timestamps;
import dev.hermod.xml.FrozenElement;
import java.time.Clock;
import java.time.Instant;
import org.xmpp.packet.IQ;

/// Tells the server's time. The offset is always UTC's: where the machine stands is nobody's
/// business.
@Xep(number = 202, title = "Entity Time", version = "2.0")
public final class TimeFeature implements Feature {
    static final String NAMESPACE = "urn:xmpp:time";

    @Override
    public void install(Installation on) {
        Clock clock = on.services().clock();
        on.advertise(DiscoTarget.SERVER, NAMESPACE);
        on.onIq(
                IqScope.SERVER,
                IQ.Type.get,
                NAMESPACE,
                "time",
                request -> request.result(answer(clock.instant())));
    }

    static FrozenElement answer(Instant now) {
        return FrozenElement.named("time", NAMESPACE)
                .child(FrozenElement.named("tzo", NAMESPACE).text("+00:00").build())
                .child(FrozenElement.named("utc", NAMESPACE).text(Timestamps.format(now)).build())
                .build();
    }
}
