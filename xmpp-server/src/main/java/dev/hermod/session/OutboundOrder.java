package dev.hermod.session;

import dev.hermod.feature.SessionEnd;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementWriter;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/// What goes out to one session, in order: while the log is replayed, live stanzas are held behind
/// it; while nobody looks at the client, what can wait does. On the session's event loop only.
final class OutboundOrder {
    private static final Logger log = LoggerFactory.getLogger(OutboundOrder.class);

    /// What all sessions share.
    ///
    /// @param queueBytes bytes that may wait for a slow reader before its stream ends
    /// @param heldStanzas stanzas that may wait behind a replay before the stream ends
    record Rules(
            long queueBytes, int heldStanzas, Checkpoint.Rules checkpoints, StanzaMeters meters) {}

    /// A live stanza behind a replay.
    private record Held(Packet stanza, @Nullable Delivered entry) {
        boolean notAfter(Delivered other) {
            return entry != null && entry.id() <= other.id();
        }
    }

    private final BoundSession session;
    private final Link link;
    private final Checkpoint checkpoint;
    private final Rules rules;
    private @Nullable StreamManagement management;
    private @Nullable InactiveClient inactive;
    private @Nullable ArrayDeque<Held> held;
    private boolean suspended = true;
    private boolean replaying;
    private boolean again;
    private boolean overflowed;

    /// Suspended until [#proceed], so that nothing overtakes the answer to binding.
    OutboundOrder(BoundSession session, Link link, Consumer<Delivered> confirm, Rules rules) {
        this.session = session;
        this.link = link;
        this.rules = rules;
        this.checkpoint = new Checkpoint(rules.checkpoints(), confirm);
        this.held = new ArrayDeque<>(0);
    }

    /// What is sent from now on is acknowledged by stream management.
    void managedBy(StreamManagement started) {
        management = started;
    }

    void write(Packet stanza) {
        if (!hold(stanza, null)) {
            pass(stanza, null);
        }
    }

    void writeLogged(Message message, Delivered entry) {
        if (!hold(message, entry)) {
            pass(message, entry);
        }
    }

    /// Whether anybody looks at the client; what waited goes out when somebody does.
    void active(boolean looked) {
        InactiveClient waiting = inactive;
        if (looked) {
            inactive = null;
            if (waiting != null) {
                waiting.drain().forEach(this::write);
            }
        } else if (waiting == null) {
            inactive = new InactiveClient();
        }
    }

    /// Holds everything back until [#proceed].
    void suspend() {
        suspended = true;
        if (held == null) {
            held = new ArrayDeque<>(0);
        }
    }

    /// Forgets what is held back and is not in the log.
    void drop(Predicate<Packet> unwanted) {
        ArrayDeque<Held> behind = held;
        if (behind != null) {
            behind.removeIf(live -> live.entry() == null && unwanted.test(live.stanza()));
        }
    }

    /// Sends what was held back, unless a replay is under way, which goes first.
    void proceed() {
        suspended = false;
        release();
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

    boolean replaying() {
        return replaying;
    }

    /// An entry from the log; live entries that are older go first.
    void replay(Message message, Delivered entry) {
        ArrayDeque<Held> behind = held;
        boolean live = false;
        if (behind != null && behind.stream().anyMatch(other -> other.notAfter(entry))) {
            live = releaseThrough(behind, entry);
        }
        if (!live) {
            send(message, entry);
        }
    }

    /// Sends what was held back.
    ///
    /// @return whether another replay was asked for meanwhile
    boolean endReplay() {
        boolean next = again;
        again = false;
        replaying = false;
        release();
        return next;
    }

    /// Sends what was held back and is not the receiver's: that will be read from the log.
    void abandonReplay(Receiver receiver) {
        ArrayDeque<Held> behind = held;
        if (behind != null) {
            behind.removeIf(live -> live.entry() != null && live.entry().receiver() == receiver);
        }
        var _ = endReplay();
    }

    private void release() {
        ArrayDeque<Held> behind = held;
        if (behind != null && !suspended && !replaying) {
            held = null;
            overflowed = false;
            behind.forEach(live -> pass(live.stanza(), live.entry()));
        }
    }

    /// Sends once more what is not acknowledged; it is counted already.
    void again(FrozenElement element) {
        link.write(element, null);
    }

    boolean answersCheckpoint(Packet stanza) {
        return checkpoint.answeredBy(stanza);
    }

    /// These entries were handed out with what was sent last.
    void mark(Delivered entry) {
        if (management != null) {
            management.mark(entry);
        } else {
            checkpoint.delivered(entry, System.nanoTime());
        }
    }

    /// The client closed its stream: where nothing waits in the socket it has read all it was sent.
    void streamClosed() {
        if (link.pendingBytes() == 0) {
            checkpoint.confirmAll();
        }
    }

    void tick(long nowNanos) {
        @Nullable FrozenElement ping =
                management == null ? checkpoint.due(nowNanos, link.receivedBytes()) : null;
        if (ping != null) {
            link.write(ping, null);
        }
    }

    long pendingBytes() {
        return link.pendingBytes();
    }

    private boolean hold(Packet stanza, @Nullable Delivered entry) {
        ArrayDeque<Held> behind = held;
        if (behind == null) {
            return false;
        }
        behind.add(new Held(stanza, entry));
        if (behind.size() > rules.heldStanzas()) {
            overflow("too much arrived while stored messages were delivered");
        }
        return true;
    }

    /// Sends what stands in front of the first entry above `entry`; `true` when it was there
    /// itself.
    private boolean releaseThrough(ArrayDeque<Held> behind, Delivered entry) {
        boolean found = false;
        while (behind.stream().anyMatch(other -> other.notAfter(entry))) {
            Held next = behind.remove();
            found |= next.entry() != null && next.entry().id() == entry.id();
            send(next.stanza(), next.entry());
        }
        return found;
    }

    private void pass(Packet stanza, @Nullable Delivered entry) {
        InactiveClient waiting = inactive;
        if (waiting != null) {
            if (entry == null && waiting.keeps(stanza)) {
                return;
            }
            waiting.drain().forEach(kept -> send(kept, null));
        }
        send(stanza, entry);
    }

    private void send(Packet stanza, @Nullable Delivered entry) {
        FrozenElement element = Stanzas.element(stanza);
        long before = link.pendingBytes();
        link.write(element, null);
        rules.meters().sent(stanza);
        long pending = link.pendingBytes();
        StreamManagement managed = management;
        if (managed != null) {
            manage(managed, element, entry, pending - before);
        } else if (entry != null) {
            checkpoint.delivered(entry, System.nanoTime());
        }
        if (pending > rules.queueBytes()) {
            overflow("the client does not read what it is sent");
        }
    }

    private void manage(
            StreamManagement managed,
            FrozenElement element,
            @Nullable Delivered entry,
            long written) {
        long bytes =
                written > 0 || (entry != null && entry.lasting())
                        ? written
                        : ElementWriter.length(element);
        boolean resumable = managed.resumable();
        if (!managed.sent(element, entry, bytes)) {
            overflow("the client does not acknowledge what it is sent");
        } else if (resumable && !managed.resumable()) {
            log.info("session {} cannot be resumed: too much is not acknowledged", session);
            session.notResumable();
        }
    }

    private void overflow(String why) {
        if (!overflowed) {
            overflowed = true;
            log.info("stream of session {} ends: {}", session, why);
            session.drop(new SessionEnd(StreamErrorCondition.RESOURCE_CONSTRAINT, why));
        }
    }
}
