package dev.hermod.extensions.pubsub;

import dev.hermod.stanza.StanzaException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Makes one change after the other, each with its notifications, so that these go out in the order
/// of what they tell: of one account, or of one node of a service. Others that share a lock by
/// chance wait for each other, too.
final class NodeLocks {
    private static final int LOCKS = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Lane[] lanes = new Lane[LOCKS];

    NodeLocks() {
        Arrays.setAll(lanes, _ -> new Lane());
    }

    /// Something to do while nobody else changes the node.
    @FunctionalInterface
    interface Change<T> {
        T make() throws StanzaException;
    }

    /// A lock, and how many changes were made under it.
    private static final class Lane {
        private final ReentrantLock lock = new ReentrantLock(true);
        private final AtomicLong changes = new AtomicLong();
    }

    /// How many changes there have been where this node's are counted: as long as it is the same,
    /// what was read of the node is still true.
    long changes(Host host, String node) {
        return lane(host.address(), host.personal(), node).changes.get();
    }

    <T> T changing(Host host, String node, Change<T> change) throws StanzaException {
        Lane lane = lane(host.address(), host.personal(), node);
        acquire(lane.lock);
        try {
            lane.changes.incrementAndGet();
            return change.make();
        } finally {
            lane.lock.unlock();
        }
    }

    /// Keeps changes away meanwhile.
    <T> T reading(Host host, String node, Change<T> reading) throws StanzaException {
        Lane lane = lane(host.address(), host.personal(), node);
        acquire(lane.lock);
        try {
            return reading.make();
        } finally {
            lane.lock.unlock();
        }
    }

    private Lane lane(JID owner, boolean personal, String node) {
        int hash = personal ? owner.hashCode() : owner.hashCode() * 31 + node.hashCode();
        return lanes[Math.floorMod((hash * 0x9E3779B9) >>> 7, LOCKS)];
    }

    private static void acquire(ReentrantLock lock) throws StanzaException {
        try {
            if (lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StanzaException(
                PacketError.Condition.resource_constraint,
                PacketError.Type.wait,
                "Too much happens to this node; try again later.",
                null);
    }
}
