package dev.hermod.session;

import dev.hermod.feature.Session;
import dev.hermod.routing.LoggedRoute;
import dev.hermod.routing.Work;
import dev.hermod.storage.MessageLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Packet;

/// The order of one session's work: stanzas take effect in the order they came (RFC 6120 10.1).
/// Quick work runs at once; behind blocking work everything waits; messages go to the log one
/// behind the other without waiting, and what is not logged waits until all of them are committed.
/// On the connection's event loop only.
final class InboundOrder {
    /// Makes work of a stanza.
    @FunctionalInterface
    interface Router {
        Work outbound(Packet stanza, Session origin);
    }

    /// What all sessions share.
    ///
    /// @param pendingMessages messages of one session that may wait for their commit before reading
    ///   pauses
    /// @param stanzasPerSecond how fast a session may send in the long run; bursts of twice that
    ///   pass
    record Rules(Router router, MessageLog messageLog, int pendingMessages, int stanzasPerSecond) {}

    private final BoundSession session;
    private final Connection connection;
    private final Rules rules;
    private final StanzaRate rate;
    private final ArrayDeque<Packet> waiting = new ArrayDeque<>(0);
    private @Nullable Work held;
    private int uncommitted;
    private boolean blocked;
    private boolean paused;
    private boolean slowed;
    private @Nullable Runnable atEnd;

    InboundOrder(BoundSession session, Connection connection, Rules rules) {
        this.session = session;
        this.connection = connection;
        this.rules = rules;
        this.rate = new StanzaRate(rules.stanzasPerSecond());
    }

    void receive(Packet stanza) {
        if (waiting.isEmpty() && held == null && !blocked) {
            start(rules.router().outbound(stanza, session));
        } else {
            waiting.add(stanza);
        }
        long wait = rate.take(System.nanoTime());
        if (wait > 0 && !slowed) {
            slowed = true;
            connection.schedule(
                    () -> {
                        slowed = false;
                        throttle();
                    },
                    Duration.ofNanos(wait));
        }
        throttle();
    }

    /// Runs `then` once all that was received is done.
    void finish(Runnable then) {
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
                start(rules.router().outbound(waiting.poll(), session));
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

    /// Backpressure: a session that is ahead of the log, of its own blocking work or of its rate is
    /// not read from.
    private void throttle() {
        boolean behind =
                slowed || blocked || !waiting.isEmpty() || uncommitted >= rules.pendingMessages();
        if (behind != paused) {
            paused = behind;
            if (behind) {
                connection.pauseReading();
            } else {
                connection.resumeReading();
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
        public void failed(MessageLog.Failure failure) {
            route.failed(failure);
            connection.execute(InboundOrder.this::settled);
        }
    }
}
