package dev.hermod.extensions.limits;

import dev.hermod.config.Limits;
import dev.hermod.feature.Feature;
import dev.hermod.feature.Installation;
import dev.hermod.feature.Xep;
import dev.hermod.xml.FrozenElement;
import java.util.Optional;

/// Tells how large a stanza may be and how long a stream may be silent, first for the time before
/// authentication, then for the session.
@Xep(number = 478, title = "Stream Limits Advertisement", version = "0.2.0")
public final class LimitsFeature implements Feature {
    static final String NAMESPACE = "urn:xmpp:stream-limits:0";

    @Override
    public void install(Installation on) {
        Limits limits = on.services().config().limits();
        FrozenElement before =
                offer(
                        Math.min(limits.stanzaBytes(), limits.bytesBeforeAuthentication()),
                        limits.secondsBeforeAuthentication());
        FrozenElement after = offer(limits.stanzaBytes(), limits.idlePingSeconds());
        on.streamFeature(stream -> Optional.of(stream.authenticated() ? after : before));
    }

    static FrozenElement offer(int bytes, int seconds) {
        return FrozenElement.named("limits", NAMESPACE)
                .child(
                        FrozenElement.named("max-bytes", NAMESPACE)
                                .text(String.valueOf(bytes))
                                .build())
                .child(
                        FrozenElement.named("idle-seconds", NAMESPACE)
                                .text(String.valueOf(seconds))
                                .build())
                .build();
    }
}
