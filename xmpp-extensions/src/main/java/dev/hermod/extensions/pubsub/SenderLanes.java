package dev.hermod.extensions.pubsub;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Works off what each sender asks for, one after the other, on a virtual thread that lives as long
/// as there is something to do; senders do not wait for each other.
final class SenderLanes {
    /// Tasks of one sender, and of all, that may wait.
    private static final int MOST_OF_ONE = 1_000;

    private static final int MOST = 100_000;

    private static final Logger log = LoggerFactory.getLogger(SenderLanes.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JID, ArrayDeque<Runnable>> lanes = new HashMap<>();
    private int waiting;

    /// Queues a task; `false` when too many wait.
    boolean run(JID sender, Runnable task) {
        lock.lock();
        try {
            ArrayDeque<Runnable> lane = lanes.get(sender);
            if (waiting >= MOST || (lane != null && lane.size() >= MOST_OF_ONE)) {
                return false;
            }
            waiting++;
            if (lane != null) {
                return lane.add(task);
            }
            lanes.put(sender, new ArrayDeque<>());
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("pubsub").start(() -> work(sender, task));
        return true;
    }

    private void work(JID sender, Runnable first) {
        Runnable task = first;
        while (task != null) {
            try {
                task.run();
            } catch (RuntimeException bug) {
                log.error("something could not be done for {}", sender, bug);
            }
            task = next(sender);
        }
    }

    private @Nullable Runnable next(JID sender) {
        lock.lock();
        try {
            waiting--;
            ArrayDeque<Runnable> lane = lanes.get(sender);
            Runnable task = lane == null ? null : lane.poll();
            if (task == null) {
                lanes.remove(sender);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
