package dev.hermod.session;

import dev.hermod.routing.LoggedRoute;
import dev.hermod.routing.Work;
import dev.hermod.storage.MessageLog;
import java.util.ArrayDeque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Packet;

/// The order of one sender's work: stanzas take effect in the order they came (RFC 6120 10.1).
/// Quick work runs at once; behind blocking work everything waits; messages go to the log one
/// behind the other without waiting, and what is not logged waits until all of them are committed.
/// On the connection's event loop only.
public final class InboundOrder {
    /// What senders of one kind share.
    ///
    /// @param pendingMessages messages of one sender that may wait for their commit before reading
    ///   pauses
    /// @param waitingStanzas stanzas of one sender that may wait for their turn before reading
    ///   pauses; what was received with them may still follow
    public record Rules(MessageLog messageLog, int pendingMessages, int waitingStanzas) {}

    private final Function<Packet, Work> router;
    private final Connection connection;
    private final Reading reading;
    private final Rules rules;
    private final ArrayDeque<Packet> waiting = new ArrayDeque<>(0);
    private @Nullable Work held;
    private int uncommitted;
    private boolean blocked;
    private boolean paused;
    private @Nullable Runnable atEnd;

    /// Starts with nothing to do.
    ///
    /// @param router makes work of a stanza when its turn has come
    /// @param reading of that connection; stopped while this sender is ahead
    public InboundOrder(
            Function<Packet, Work> router, Connection connection, Reading reading, Rules rules) {
        this.router = router;
        this.connection = connection;
        this.reading = reading;
        this.rules = rules;
    }

    public void receive(Packet stanza) {
        if (waiting.isEmpty() && held == null && !blocked) {
            start(router.apply(stanza));
        } else {
            waiting.add(stanza);
        }
        throttle();
    }

    /// Runs `then` once all that was received is done.
    public void finish(Runnable then) {
        atEnd = then;
        endWhenIdle();
    }

    private void start(Work work) {
        switch (work) {
            case Work.Log logged -> append(logged);
            case Work.Later(Supplier<Work> making) -> startLoading(making);
            case Work.Now(Runnable task) when uncommitted == 0 -> task.run();
            case Work.Blocking(Runnable task) when uncommitted == 0 -> startBlocking(task);
            case Work.Now _, Work.Blocking _ -> held = work;
        }
    }

    private void startBlocking(Runnable task) {
        blocked = true;
        Thread.ofVirtual()
                .name("session")
                .start(() -> {
                    try {
                        task.run();
                    } finally {
                        connection.execute(() -> {
                            blocked = false;
                            proceed();
                        });
                    }
                });
    }

    private void startLoading(Supplier<Work> making) {
        blocked = true;
        Thread.ofVirtual()
                .name("session")
                .start(() -> {
                    Work proper = making.get();
                    connection.execute(() -> {
                        blocked = false;
                        start(proper);
                        proceed();
                    });
                });
    }

    private void append(Work.Log logged) {
        uncommitted++;
        boolean queued =
                rules.messageLog().append(logged.message(), new Settlement(logged.route()));
        if (!queued) {
            uncommitted--;
            logged.route().refused();
        }
    }

    private void settled() {
        uncommitted--;
        proceed();
    }

    private void proceed() {
        while (!blocked) {
            if (held != null) {
                if (uncommitted > 0) {
                    break;
                }
                Work next = held;
                held = null;
                start(next);
            } else if (!waiting.isEmpty()) {
                start(router.apply(waiting.poll()));
            } else {
                break;
            }
        }
        throttle();
        endWhenIdle();
    }

    private void endWhenIdle() {
        if (atEnd != null && !blocked && uncommitted == 0 && held == null && waiting.isEmpty()) {
            Runnable end = atEnd;
            atEnd = null;
            end.run();
        }
    }

    /// Backpressure: a sender that is ahead of the log or of its own blocking work is not read
    /// from.
    private void throttle() {
        boolean behind =
                waiting.size() + (blocked ? 1 : 0) > rules.waitingStanzas()
                        || uncommitted >= rules.pendingMessages();
        if (behind != paused) {
            paused = behind;
            if (behind) {
                reading.stop();
            } else {
                reading.resume();
            }
        }
    }

    /// One message in the log's queue.
    private final class Settlement implements MessageLog.Outcome {
        private final LoggedRoute route;

        Settlement(LoggedRoute route) {
            this.route = route;
        }

        @Override
        public void committed(long[] ids, long[] previousIds) {
            route.committed(ids);
            connection.execute(InboundOrder.this::settled);
        }

        @Override
        public void repeated(long[] ids) {
            connection.execute(InboundOrder.this::settled);
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            route.failed(failure);
            connection.execute(InboundOrder.this::settled);
        }
    }
}
