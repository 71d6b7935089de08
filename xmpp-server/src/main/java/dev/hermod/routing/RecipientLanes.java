package dev.hermod.routing;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// The order of stanzas that no session sent, where one of them has to wait until its recipient is
/// loaded: those for the same account wait behind it (RFC 6120 10.1). A virtual thread a recipient,
/// as long as there is something to do.
final class RecipientLanes {
    static final int MAXIMUM = 10_000;

    private final ConcurrentHashMap<JID, ArrayDeque<Runnable>> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /// Whether nobody waits at all.
    boolean idle() {
        return lanes.isEmpty();
    }

    /// Queues a task behind others for the recipient; `false` where there are none.
    ///
    /// @throws RejectedExecutionException when too much waits already
    boolean follow(JID recipient, Runnable task) {
        return lanes.computeIfPresent(recipient, (_, lane) -> added(lane, task)) != null;
    }

    /// Queues a task, behind others for the recipient where there are any.
    ///
    /// @throws RejectedExecutionException when too much waits already
    void add(JID recipient, Runnable task) {
        lanes.compute(
                recipient,
                (_, lane) -> {
                    if (lane != null) {
                        return added(lane, task);
                    }
                    ArrayDeque<Runnable> fresh = added(new ArrayDeque<>(2), task);
                    Thread.ofVirtual().name("route").start(() -> work(recipient));
                    return fresh;
                });
    }

    private ArrayDeque<Runnable> added(ArrayDeque<Runnable> lane, Runnable task) {
        if (waiting.incrementAndGet() > MAXIMUM) {
            waiting.decrementAndGet();
            throw new RejectedExecutionException("too many stanzas wait for their recipients");
        }
        lane.add(task);
        return lane;
    }

    private void work(JID recipient) {
        Runnable task = next(recipient);
        while (task != null) {
            task.run();
            task = next(recipient);
        }
    }

    private @Nullable Runnable next(JID recipient) {
        @Nullable Runnable[] next = {null};
        lanes.computeIfPresent(
                recipient,
                (_, lane) -> {
                    next[0] = lane.poll();
                    return next[0] == null ? null : lane;
                });
        if (next[0] != null) {
            waiting.decrementAndGet();
        }
        return next[0];
    }
}
