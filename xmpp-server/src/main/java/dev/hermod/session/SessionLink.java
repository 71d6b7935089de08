package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A session's line to its client: the connection that it has at the time, or none while it waits
/// to be resumed (XEP-0198). Tasks run one at a time and in the order of whoever gives them, also
/// while the session moves to another connection and with it, perhaps, to another event loop. What
/// was given to one session until its turn comes is done in one go, so that it leaves in one write.
/// Without a connection nothing is written and nothing read.
final class SessionLink implements Link {
    private static final int TASKS_AT_ONCE = 32;

    private volatile EventLoop loop;
    private volatile @Nullable Connection connection;
    private volatile boolean moving;

    // Written with this locked. Bounded by those who give tasks.
    private @Nullable ArrayDeque<Runnable> tasks;
    private volatile boolean called;

    private boolean inTurn;
    private boolean paused;

    SessionLink(Connection connection) {
        this.loop = connection.eventLoop();
        this.connection = connection;
    }

    /// Without a connection, on that event loop.
    SessionLink(EventLoop loop) {
        this.loop = loop;
    }

    boolean connected() {
        return connection != null;
    }

    boolean isOn(Connection other) {
        return other.equals(connection);
    }

    /// Reads from the new connection, unless there is a reason not to.
    void readOn() {
        Connection present = connection;
        if (present != null && !paused) {
            present.resumeReading();
        }
    }

    /// The connection is gone.
    void disconnect() {
        connection = null;
    }

    /// Moves to another connection.
    ///
    /// @param leaving runs on the old event loop, behind all that was given before
    /// @param arrived runs on the new one, before all that is given later
    /// @return `false` when it is moving already
    synchronized boolean moveTo(Connection next, Runnable leaving, Runnable arrived) {
        if (moving) {
            return false;
        }
        moving = true;
        execute(() -> {
            try {
                leaving.run();
            } finally {
                connection = next;
                loop = next.eventLoop();
                first(() -> {
                    moving = false;
                    arrived.run();
                });
            }
        });
        return true;
    }

    @Override
    public boolean inEventLoop() {
        return !moving && loop.inEventLoop();
    }

    /// Runs a task at once where nothing that was given before waits, or what runs at the moment is
    /// this session's own, and behind all that was given before otherwise.
    void run(Runnable task) {
        if (inEventLoop() && (!called || own())) {
            task.run();
        } else {
            execute(task);
        }
    }

    private boolean own() {
        Connection present = connection;
        return inTurn || (present != null && present.isRunning());
    }

    @Override
    public synchronized void execute(Runnable task) {
        waiting().add(task);
        if (!called) {
            call();
        }
    }

    private synchronized void first(Runnable task) {
        waiting().addFirst(task);
    }

    private ArrayDeque<Runnable> waiting() {
        if (tasks == null) {
            tasks = new ArrayDeque<>(2);
        }
        return tasks;
    }

    private void call() {
        called = true;
        Connection present = connection;
        if (present != null) {
            present.execute(this::turn);
        } else {
            loop.execute(this::turn);
        }
    }

    /// A task that fails ends the turn and not the ones that follow.
    private void turn() {
        Connection here = connection;
        inTurn = true;
        try {
            Runnable task = next();
            for (int i = 1; task != null; i++) {
                task.run();
                task = i < TASKS_AT_ONCE && Objects.equals(connection, here) ? next() : null;
            }
        } finally {
            inTurn = false;
            goOn();
        }
    }

    private synchronized @Nullable Runnable next() {
        return tasks == null ? null : tasks.poll();
    }

    private synchronized void goOn() {
        if (tasks == null || tasks.isEmpty()) {
            tasks = null;
            called = false;
        } else {
            call();
        }
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        loop.schedule(() -> execute(task), delay);
    }

    @Override
    public void write(FrozenElement element, @Nullable String to) {
        Connection present = connection;
        if (present != null) {
            present.write(element, to);
        }
    }

    @Override
    public long pendingBytes() {
        Connection present = connection;
        return present == null ? 0 : present.pendingBytes();
    }

    @Override
    public long receivedBytes() {
        Connection present = connection;
        return present == null ? 0 : present.receivedBytes();
    }

    @Override
    public void pauseReading() {
        paused = true;
        Connection present = connection;
        if (present != null) {
            present.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        paused = false;
        Connection present = connection;
        if (present != null) {
            present.resumeReading();
        }
    }
}
