package dev.hermod.net;

import dev.hermod.xml.Utf8Buffer;
import dev.hermod.xml.WrittenContent;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one event loop shares among its connections: buffers, the tasks given to it, the
/// connections to flush at the end of its turn, and the sweep once a second. All but [#execute] is
/// called on that event loop.
final class LoopState implements dev.hermod.session.EventLoop {
    private static final Logger log = LoggerFactory.getLogger(LoopState.class);
    private static final int SCRATCH = 65_536;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final int TASKS_AT_ONCE = 256;

    private final EventLoop loop;
    private final byte[] scratch = new byte[SCRATCH];
    private Utf8Buffer out = new Utf8Buffer(SCRATCH);
    private final WrittenContent written = new WrittenContent();
    // Bounded by those who give tasks: each session has a bounded number of them under way.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private final Runnable runTasks = this::runTasks;
    private final Runnable nextTurn = this::nextTurn;
    private final List<LoopConnection> dirty = new ArrayList<>();
    private final Runnable flush = this::flush;
    private boolean flushing;
    private @Nullable LoopConnection running;
    private final List<Swept> swept = new ArrayList<>();

    LoopState(EventLoop loop) {
        this.loop = loop;
    }

    void start() {
        var _ = loop.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public boolean inEventLoop() {
        return loop.inEventLoop();
    }

    /// Where bytes off the network are copied to before they are parsed.
    byte[] scratch() {
        return scratch;
    }

    /// An empty buffer to write one element to.
    Utf8Buffer out() {
        if (out.array().length > LARGEST_KEPT) {
            out = new Utf8Buffer(SCRATCH);
        }
        out.reset();
        return out;
    }

    /// What was written last, to whichever connection.
    WrittenContent written() {
        return written;
    }

    /// For which connection something is done now.
    @Nullable LoopConnection running() {
        return running;
    }

    void running(@Nullable LoopConnection connection) {
        running = connection;
    }

    /// From any thread; tasks of one thread run in its order.
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        callLoop();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        try {
            var _ = loop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            log.debug("A task came after the event loop was shut down");
        }
    }

    /// Flushes this connection at the end of the turn.
    void flushLater(LoopConnection connection) {
        dirty.add(connection);
        if (flushing) {
            return;
        }
        flushing = true;
        atEndOfTurn(flush);
    }

    private void atEndOfTurn(Runnable task) {
        if (loop instanceof SingleThreadEventLoop turning) {
            turning.executeAfterEventLoopIteration(task);
        } else {
            loop.execute(task);
        }
    }

    void add(Swept one) {
        one.place(swept.size());
        swept.add(one);
    }

    void remove(Swept one) {
        var last = swept.removeLast();
        if (!last.equals(one)) {
            swept.set(one.place(), last);
            last.place(one.place());
        }
    }

    /// Runs what belongs to no connection in particular.
    static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // The boundary: a bug in one task must not take the others of this turn with it.
            log.error("A task on the event loop failed", e);
        }
    }

    private void callLoop() {
        if (!called.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(runTasks);
        } catch (RejectedExecutionException _) {
            log.debug("A task came after the event loop was shut down");
        }
    }

    // Whoever gives a task meanwhile does not call again, and what is left over waits for the next
    // turn: Netty runs dozens of such calls in one turn, in which nothing is read or flushed.
    private void runTasks() {
        for (int i = 0; i < TASKS_AT_ONCE; i++) {
            var task = tasks.poll();
            if (task == null) {
                called.set(false);
                if (!tasks.isEmpty()) {
                    callLoop();
                }
                return;
            }
            run(task);
        }
        atEndOfTurn(nextTurn);
    }

    private void nextTurn() {
        called.set(false);
        callLoop();
    }

    private void flush() {
        // What is written meanwhile joins the end of the list.
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).endOfTurn();
        }
        dirty.clear();
        flushing = false;
    }

    // Backwards, since one that is closed meanwhile gives its place to the last.
    private void sweep() {
        long now = System.nanoTime();
        for (int i = swept.size() - 1; i >= 0; i--) {
            if (i < swept.size()) {
                swept.get(i).sweep(now);
            }
        }
    }
}
