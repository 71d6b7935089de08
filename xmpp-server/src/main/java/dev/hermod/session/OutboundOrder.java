package dev.hermod.session;

import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/// What goes out to one session, in order: while the log is replayed, live stanzas are held behind
/// it. On the connection's event loop only.
final class OutboundOrder {
    private static final Logger log = LoggerFactory.getLogger(OutboundOrder.class);

    /// What all sessions share.
    ///
    /// @param queueBytes bytes that may wait for a slow reader before its session ends
    /// @param heldStanzas stanzas that may wait behind a replay before the session ends
    record Rules(
            long queueBytes, int heldStanzas, Checkpoint.Rules checkpoints, StanzaMeters meters) {}

    /// A live stanza behind a replay; `id` is 0 for one that is not logged.
    private record Held(Packet stanza, long id) {}

    private final BoundSession session;
    private final Connection connection;
    private final Checkpoint checkpoint;
    private final Rules rules;
    private @Nullable ArrayDeque<Held> held;
    private boolean replaying;
    private boolean again;
    private boolean overflowed;

    /// Holds everything back until [#endReplay], so that nothing overtakes the answer to binding.
    OutboundOrder(BoundSession session, Connection connection, LongConsumer confirm, Rules rules) {
        this.session = session;
        this.connection = connection;
        this.rules = rules;
        this.checkpoint = new Checkpoint(rules.checkpoints(), confirm);
        this.held = new ArrayDeque<>(0);
    }

    void write(Packet stanza) {
        if (!hold(stanza, 0)) {
            send(stanza);
        }
    }

    void writeLogged(Message message, long id) {
        if (!hold(message, id)) {
            send(message);
            checkpoint.delivered(id, System.nanoTime());
        }
    }

    /// Holds live stanzas back from now on.
    ///
    /// @return whether a replay is to start; when one is under way it will be followed by another
    boolean beginReplay() {
        if (replaying) {
            again = true;
            return false;
        }
        replaying = true;
        if (held == null) {
            held = new ArrayDeque<>();
        }
        return true;
    }

    /// An entry from the log; live entries that are older go first.
    void replay(Message message, long id) {
        ArrayDeque<Held> behind = held;
        boolean live = false;
        if (behind != null
                && behind.stream().anyMatch(other -> other.id() != 0 && other.id() <= id)) {
            live = releaseThrough(behind, id);
        }
        if (!live) {
            send(message);
            checkpoint.delivered(id, System.nanoTime());
        }
    }

    /// Sends what was held back.
    ///
    /// @return whether another replay was asked for meanwhile
    boolean endReplay() {
        boolean next = again;
        again = false;
        replaying = false;
        ArrayDeque<Held> behind = held;
        held = null;
        if (behind != null) {
            behind.forEach(this::release);
        }
        return next;
    }

    /// Sends what was held back and is not in the log; what is will be read from there.
    void abandonReplay() {
        ArrayDeque<Held> behind = held;
        if (behind != null) {
            behind.removeIf(live -> live.id() != 0);
        }
        endReplay();
    }

    boolean answersCheckpoint(Packet stanza) {
        return checkpoint.answeredBy(stanza);
    }

    /// The client closed its stream: where nothing waits in the socket it has read all it was sent.
    void streamClosed() {
        if (connection.pendingBytes() == 0) {
            checkpoint.confirmAll();
        }
    }

    void tick(long nowNanos) {
        @Nullable FrozenElement ping = checkpoint.due(nowNanos, connection.receivedBytes());
        if (ping != null) {
            connection.write(ping, null);
        }
    }

    long pendingBytes() {
        return connection.pendingBytes();
    }

    private boolean hold(Packet stanza, long id) {
        ArrayDeque<Held> behind = held;
        if (behind == null) {
            return false;
        }
        behind.add(new Held(stanza, id));
        if (behind.size() > rules.heldStanzas()) {
            overflow("too much arrived while stored messages were delivered");
        }
        return true;
    }

    /// Sends what stands in front of the first entry above `id`; `true` when the entry itself was
    /// there.
    private boolean releaseThrough(ArrayDeque<Held> behind, long id) {
        boolean found = false;
        while (behind.stream().anyMatch(other -> other.id() != 0 && other.id() <= id)) {
            Held next = behind.remove();
            found |= next.id() == id;
            release(next);
        }
        return found;
    }

    private void release(Held live) {
        send(live.stanza());
        if (live.id() != 0) {
            checkpoint.delivered(live.id(), System.nanoTime());
        }
    }

    private void send(Packet stanza) {
        connection.write(Stanzas.element(stanza), null);
        rules.meters().sent(stanza);
        if (connection.pendingBytes() > rules.queueBytes()) {
            overflow("the client does not read what it is sent");
        }
    }

    private void overflow(String why) {
        if (!overflowed) {
            overflowed = true;
            log.info("session {} ends: {}", session, why);
            session.end(new SessionEnd(StreamErrorCondition.RESOURCE_CONSTRAINT, why));
        }
    }
}
