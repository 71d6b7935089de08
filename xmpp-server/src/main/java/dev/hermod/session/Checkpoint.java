package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/// How a session without stream management acknowledges what it was delivered: it answers a ping
/// (XEP-0199) that was written behind it, or, where it never answers pings, its connection goes on
/// sending long after. Without this a client that never says goodbye would be given everything once
/// more at its next login.
final class Checkpoint {
    /// @param after how long deliveries may stand unacknowledged before the client is pinged
    /// @param give how long after the ping any further bytes count as an answer
    record Rules(Duration after, Duration give) {}

    private static final String PING = "urn:xmpp:ping";

    private final Rules rules;
    private final LongConsumer confirm;
    private long delivered;
    private long confirmed;
    private long oldestNanos;
    private @Nullable String pingId;
    private long pingUpTo;
    private long pingNanos;
    private long bytesAtPing;

    Checkpoint(Rules rules, LongConsumer confirm) {
        this.rules = rules;
        this.confirm = confirm;
    }

    void delivered(long id, long nowNanos) {
        if (delivered == confirmed) {
            oldestNanos = nowNanos;
        }
        delivered = Math.max(delivered, id);
    }

    void confirmAll() {
        confirm(delivered);
    }

    boolean answeredBy(Packet stanza) {
        if (pingId == null
                || !(stanza instanceof IQ iq)
                || !iq.isResponse()
                || !pingId.equals(iq.getID())) {
            return false;
        }
        pingId = null;
        confirm(pingUpTo);
        return true;
    }

    /// The ping to write now, if one is due.
    @Nullable FrozenElement due(long nowNanos, long receivedBytes) {
        if (pingId != null) {
            if (nowNanos - pingNanos > rules.give().toNanos() && receivedBytes > bytesAtPing) {
                pingId = null;
                confirm(pingUpTo);
            }
            return null;
        }
        if (delivered == confirmed || nowNanos - oldestNanos < rules.after().toNanos()) {
            return null;
        }
        String id =
                "checkpoint-"
                        + Long.toString(
                                ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
        pingId = id;
        pingUpTo = delivered;
        pingNanos = nowNanos;
        bytesAtPing = receivedBytes;
        return FrozenElement.named("iq", "jabber:client")
                .attribute("type", "get")
                .attribute("id", id)
                .child(FrozenElement.named("ping", PING).build())
                .build();
    }

    private void confirm(long upTo) {
        if (upTo > confirmed) {
            confirmed = upTo;
            oldestNanos = System.nanoTime();
            confirm.accept(upTo);
        }
    }
}
