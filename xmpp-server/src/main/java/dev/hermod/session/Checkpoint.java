package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
    private final Consumer<Delivered> confirm;

    /// The newest entry of each receiver that is not confirmed.
    private List<Delivered> delivered = List.of();

    private long oldestNanos;
    private @Nullable String pingId;
    private List<Delivered> pinged = List.of();
    private long pingNanos;
    private long bytesAtPing;

    Checkpoint(Rules rules, Consumer<Delivered> confirm) {
        this.rules = rules;
        this.confirm = confirm;
    }

    void delivered(Delivered entry, long nowNanos) {
        if (delivered.isEmpty()) {
            oldestNanos = nowNanos;
        }
        if (delivered.size() == 1 && delivered.getFirst().receiver() == entry.receiver()) {
            delivered = List.of(newer(delivered.getFirst(), entry));
        } else {
            List<Delivered> more = new ArrayList<>(delivered.size() + 1);
            Delivered newest = entry;
            for (Delivered one : delivered) {
                if (one.receiver() == entry.receiver()) {
                    newest = newer(one, entry);
                } else {
                    more.add(one);
                }
            }
            more.add(newest);
            delivered = List.copyOf(more);
        }
    }

    private static Delivered newer(Delivered one, Delivered other) {
        return one.id() > other.id() ? one : other;
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
        confirm(pinged);
        return true;
    }

    /// The ping to write now, if one is due.
    @Nullable FrozenElement due(long nowNanos, long receivedBytes) {
        if (pingId != null) {
            if (nowNanos - pingNanos > rules.give().toNanos() && receivedBytes > bytesAtPing) {
                pingId = null;
                confirm(pinged);
            }
            return null;
        }
        if (delivered.isEmpty() || nowNanos - oldestNanos < rules.after().toNanos()) {
            return null;
        }
        String id =
                "checkpoint-"
                        + Long.toString(
                                ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
        pingId = id;
        pinged = delivered;
        pingNanos = nowNanos;
        bytesAtPing = receivedBytes;
        return FrozenElement.named("iq", "jabber:client")
                .attribute("type", "get")
                .attribute("id", id)
                .child(FrozenElement.named("ping", PING).build())
                .build();
    }

    private void confirm(List<Delivered> confirmed) {
        delivered = delivered.stream().filter(entry -> !confirmed.contains(entry)).toList();
        oldestNanos = System.nanoTime();
        confirmed.forEach(confirm);
    }
}
