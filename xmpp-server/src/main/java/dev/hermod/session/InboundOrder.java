package dev.hermod.session;

import dev.hermod.routing.LoggedRoute;
import dev.hermod.routing.Work;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.MessageLog;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Packet;

/// The order of one sender's work: stanzas take effect in the order they came (RFC 6120 10.1).
/// Quick work runs at once; behind blocking work everything waits; messages go to the log one
/// behind the other without waiting, and what is not logged waits until all of them are committed.
/// On the link's event loop only.
public final class InboundOrder {
    /// What senders of one kind share.
    ///
    /// @param pendingMessages messages of one sender that may wait for their commit before reading
    ///   pauses
    /// @param waitingStanzas stanzas of one sender that may wait for their turn before reading
    ///   pauses; what was received with them may still follow
    public record Rules(MessageLog messageLog, int pendingMessages, int waitingStanzas) {}

    private final Function<Packet, Work> router;
    private final Link link;
    private final Reading reading;
    private final Rules rules;
    private final ArrayDeque<Supplier<Work>> waiting = new ArrayDeque<>(0);
    private @Nullable Work held;
    private final ArrayDeque<Unsettled> uncommitted = new ArrayDeque<>(0);

    /// How many of them are in the log's queue.
    private int logged;

    /// How many of them others have to settle.
    private int handed;

    private boolean blocked;
    private boolean paused;
    private final ArrayDeque<Runnable> whenIdle = new ArrayDeque<>(0);

    /// Stanzas whose turn has come.
    private long begun;

    /// Messages that could not be stored, and whose sender has not acknowledged that it heard so.
    // Bounded by what may be unacknowledged.
    private final ArrayDeque<Refused> refused = new ArrayDeque<>(0);

    private @Nullable String stream;
    private long countedFrom;
    private @Nullable Runnable onSettled;

    /// Starts with nothing to do.
    ///
    /// @param router makes work of a stanza when its turn has come
    /// @param reading of that connection; stopped while this sender is ahead
    public InboundOrder(Function<Packet, Work> router, Link link, Reading reading, Rules rules) {
        this.router = router;
        this.link = link;
        this.reading = reading;
        this.rules = rules;
    }

    public void receive(Packet stanza) {
        if (free()) {
            begun++;
            start(router.apply(stanza));
        } else {
            waiting.add(() -> router.apply(stanza));
        }
        throttle();
    }

    /// Something that is no stanza to route, but has its place among them and is counted.
    void refuse(Runnable answer) {
        waiting.add(() -> new Work.Now(answer));
        proceed();
    }

    private boolean free() {
        return waiting.isEmpty() && held == null && !blocked;
    }

    /// Runs `then` once all that was received is done.
    public void finish(Runnable then) {
        whenIdle.add(then);
        tellWhenIdle();
    }

    /// Forgets what was received and whose turn has not come: the sender will send it again.
    void dropWaiting() {
        waiting.clear();
        throttle();
    }

    /// Counts what is received from now on, and has the log remember the number of each message
    /// (XEP-0198).
    ///
    /// @param managedStream the id of the stream
    /// @param before how many were counted already
    /// @param settled runs when more of them may be settled
    void count(String managedStream, long before, Runnable settled) {
        stream = managedStream;
        countedFrom = begun + waiting.size() - before;
        onSettled = settled;
    }

    /// A message that could not be stored.
    ///
    /// @param id as its sender gave it
    private record Refused(long number, @Nullable String id) {}

    /// How many of the stanzas that are counted are settled, without a gap: done, committed, or
    /// answered with an error. Of a message that could not be stored the error is all there is, so
    /// it is settled when its sender has acknowledged that.
    long handled() {
        Unsettled first = uncommitted.peek();
        long settled;
        if (first != null) {
            settled = first.number - 1;
        } else {
            settled = blocked || held != null ? begun - 1 : begun;
        }
        for (Refused unheard : refused) {
            settled = Math.min(settled, unheard.number - 1);
        }
        return Math.max(0, settled - countedFrom);
    }

    /// Whether this is what tells the sender of a message that it could not be stored.
    boolean isUnheard(FrozenElement refusal) {
        return refused.stream().anyMatch(one -> Objects.equals(one.id, refusal.attr("id")));
    }

    /// The sender has acknowledged this refusal.
    void heard(FrozenElement refusal) {
        String id = refusal.attr("id");
        Optional<Refused> first =
                refused.stream().filter(one -> Objects.equals(one.id, id)).findFirst();
        if (first.isPresent()) {
            refused.remove(first.get());
            if (onSettled != null) {
                onSettled.run();
            }
        }
    }

    /// The sender goes on from [#handled], behind which it has heard of nothing; when nothing is
    /// under way.
    void rewind() {
        long from = handled();
        refused.clear();
        countedFrom = begun - from;
    }

    /// How many stanzas were counted.
    long received() {
        return Math.max(0, begun + waiting.size() - countedFrom);
    }

    private void start(Work work) {
        switch (work) {
            case Work.Log message -> append(message);
            case Work.Later(Supplier<Work> making) -> startLoading(making);
            case Work.Now(Runnable task) when uncommitted.isEmpty() -> task.run();
            case Work.Blocking(Runnable task) when uncommitted.isEmpty() -> startBlocking(task);
            case Work.Handed(Consumer<Runnable> handing) when logged == 0 -> hand(handing);
            case Work.Now _, Work.Blocking _, Work.Handed _ -> held = work;
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
                        link.execute(() -> {
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
                    link.execute(() -> {
                        blocked = false;
                        start(proper);
                        proceed();
                    });
                });
    }

    private void append(Work.Log work) {
        Settlement settlement = new Settlement(work.route(), begun);
        uncommitted.add(settlement);
        logged++;
        if (!rules.messageLog().append(numbered(work.message()), settlement)) {
            uncommitted.removeLast();
            logged--;
            work.route().refused();
            unheard(work.route(), begun);
        }
    }

    private void unheard(LoggedRoute route, long number) {
        if (stream != null && number > countedFrom) {
            refused.add(new Refused(number, route.stanzaId()));
        }
    }

    private void hand(Consumer<Runnable> handing) {
        Unsettled unsettled = new Unsettled(begun);
        uncommitted.add(unsettled);
        handed++;
        handing.accept(() ->
                link.execute(() -> {
                    handed--;
                    settled(unsettled);
                }));
    }

    /// The number says that everything up to it is kept, after a crash too: not while something
    /// before it may still get lost elsewhere.
    private LogMessage numbered(LogMessage message) {
        String managed = stream;
        return managed == null || begun <= countedFrom || handed > 0
                ? message
                : message.from(new LogMessage.StreamPosition(managed, begun - countedFrom));
    }

    private void settled(Unsettled unsettled) {
        unsettled.done = true;
        while (!uncommitted.isEmpty() && uncommitted.peek().done) {
            uncommitted.remove();
        }
        proceed();
    }

    private void proceed() {
        while (!blocked) {
            if (held != null) {
                Work next = held;
                if (next instanceof Work.Handed ? logged > 0 : !uncommitted.isEmpty()) {
                    break;
                }
                held = null;
                start(next);
            } else if (!waiting.isEmpty()) {
                begun++;
                start(waiting.remove().get());
            } else {
                break;
            }
        }
        throttle();
        if (onSettled != null) {
            onSettled.run();
        }
        tellWhenIdle();
    }

    private boolean idle() {
        return !blocked && uncommitted.isEmpty() && held == null && waiting.isEmpty();
    }

    private void tellWhenIdle() {
        while (!whenIdle.isEmpty() && idle()) {
            whenIdle.remove().run();
        }
    }

    /// Backpressure: a sender that is ahead of the log or of its own blocking work is not read
    /// from.
    private void throttle() {
        boolean behind =
                waiting.size() + (blocked ? 1 : 0) > rules.waitingStanzas()
                        || uncommitted.size() >= rules.pendingMessages();
        if (behind != paused) {
            paused = behind;
            if (behind) {
                reading.stop();
            } else {
                reading.resume();
            }
        }
    }

    /// One stanza that others are to settle.
    private static class Unsettled {
        final long number;
        boolean done;

        Unsettled(long number) {
            this.number = number;
        }
    }

    /// One message in the log's queue.
    private final class Settlement extends Unsettled implements MessageLog.Outcome {
        private final LoggedRoute route;

        Settlement(LoggedRoute route, long number) {
            super(number);
            this.route = route;
        }

        @Override
        public void committed(long[] ids, long[] previousIds) {
            route.committed(ids);
            link.execute(this::done);
        }

        @Override
        public void repeated(long[] ids) {
            link.execute(this::done);
        }

        @Override
        public void failed(MessageLog.Failure failure) {
            route.failed(failure);
            link.execute(() -> {
                if (failure == MessageLog.Failure.UNAVAILABLE) {
                    unheard(route, number);
                }
                done();
            });
        }

        private void done() {
            logged--;
            settled(this);
        }
    }
}
