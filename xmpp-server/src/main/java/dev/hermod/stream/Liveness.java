package dev.hermod.stream;

import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import org.jspecify.annotations.Nullable;

/// Whether a peer still lives: any byte counts, white space too (RFC 6120 4.6.1); who is silent is
/// pinged (XEP-0199). Looked at once a second, so it needs no timer.
public final class Liveness {
    /// What to do now.
    public enum Verdict {
        ALIVE,
        PING,
        DEAD
    }

    private final StreamSettings settings;
    private final long startNanos;
    private long heardNanos;
    private long heardBytes;
    private long pingNanos;
    private boolean pinged;
    private int pings;

    /// Starts with the stream.
    public Liveness(StreamSettings settings, long nowNanos) {
        this.settings = settings;
        this.startNanos = nowNanos;
        this.heardNanos = nowNanos;
    }

    /// Why a stream without a session has to end, `null` when it may go on.
    public @Nullable SessionEnd early(long nowNanos, long receivedBytes, boolean authenticated) {
        if (nowNanos - startNanos > settings.timeBeforeAuthentication().toNanos()) {
            return new SessionEnd(
                    StreamErrorCondition.CONNECTION_TIMEOUT, "negotiation took too long");
        }
        return authenticated ? null : tooMuch(receivedBytes);
    }

    /// The same for bytes alone, which is looked at with every element and not only once a second.
    public @Nullable SessionEnd tooMuch(long receivedBytes) {
        return receivedBytes > settings.bytesBeforeAuthentication()
                ? new SessionEnd(
                        StreamErrorCondition.POLICY_VIOLATION,
                        "too many bytes before authentication")
                : null;
    }

    /// What a stream that is authenticated needs now.
    public Verdict watch(long nowNanos, long receivedBytes) {
        if (receivedBytes != heardBytes) {
            heardBytes = receivedBytes;
            heardNanos = nowNanos;
            pinged = false;
            return Verdict.ALIVE;
        }
        if (pinged) {
            return nowNanos - pingNanos > settings.pingAnswer().toNanos()
                    ? Verdict.DEAD
                    : Verdict.ALIVE;
        }
        if (nowNanos - heardNanos <= settings.idle().toNanos()) {
            return Verdict.ALIVE;
        }
        pinged = true;
        pingNanos = nowNanos;
        return Verdict.PING;
    }

    /// The ping, to whoever it is written to.
    public FrozenElement ping(String domain) {
        return FrozenElement.named("iq", Stanzas.CLIENT)
                .attribute("type", "get")
                .attribute("id", "alive-" + ++pings)
                .attribute("from", domain)
                .child(FrozenElement.named("ping", "urn:xmpp:ping").build())
                .build();
    }
}
