package dev.hermod.extensions.muc;

import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.ElementWriter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/// What is done in one room, one after the other, on a virtual thread that lives as long as there
/// is something to do; so rooms do not wait for each other, and what is done may block.
final class RoomLane {
    /// Stanzas of others that may wait.
    static final int MAXIMUM = 10_000;

    /// Bytes of those that wait behind the first [#UNMEASURED].
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private static final int UNMEASURED = 100;

    private static final Logger log = LoggerFactory.getLogger(RoomLane.class);

    private final JID address;
    private final ArrayDeque<Waiting> tasks = new ArrayDeque<>();
    private long bytes;
    private boolean working;
    private boolean closed;
    private boolean loaded;
    private @Nullable Room room;
    private final Discussion.Pending pending = new Discussion.Pending();

    private record Waiting(Runnable task, long bytes) {}

    RoomLane(JID address) {
        this.address = address;
    }

    JID address() {
        return address;
    }

    /// Queues what somebody asks for; `false` when too much waits, or the lane is closed.
    ///
    /// @param stanza that it keeps in memory, `null` for none
    synchronized boolean offer(Runnable task, @Nullable Packet stanza) {
        long size =
                stanza == null || tasks.size() < UNMEASURED
                        ? 0
                        : ElementWriter.length(Stanzas.element(stanza));
        return tasks.size() < MAXIMUM && bytes + size <= MOST_BYTES && add(task, size);
    }

    /// Queues what follows from something that was bounded before; `false` when the lane is closed.
    boolean add(Runnable task) {
        return add(task, 0);
    }

    private synchronized boolean add(Runnable task, long size) {
        if (closed) {
            return false;
        }
        tasks.add(new Waiting(task, size));
        bytes += size;
        if (!working) {
            working = true;
            Thread.ofVirtual().name("room").start(this::work);
        }
        return true;
    }

    /// Closes it when nobody is there and nothing is to be done; whoever comes later needs a new
    /// one.
    synchronized boolean closeIfIdle() {
        boolean idle = !working && tasks.isEmpty() && pending.isEmpty();
        if (idle && (room == null || room.empty())) {
            closed = true;
        }
        return closed;
    }

    private void work() {
        Runnable task = next();
        while (task != null) {
            try {
                task.run();
            } catch (RuntimeException bug) {
                log.error("something could not be done in room {}", address, bug);
            }
            task = next();
        }
    }

    private synchronized @Nullable Runnable next() {
        Waiting next = tasks.poll();
        working = next != null;
        if (next == null) {
            return null;
        }
        bytes -= next.bytes();
        return next.task();
    }

    /// In the lane: whether [#room] says what storage has.
    boolean loaded() {
        return loaded;
    }

    /// In the lane: the room, `null` when there is none.
    @Nullable Room room() {
        return room;
    }

    void room(@Nullable Room present) {
        loaded = true;
        room = present;
    }

    Discussion.Pending pending() {
        return pending;
    }
}
