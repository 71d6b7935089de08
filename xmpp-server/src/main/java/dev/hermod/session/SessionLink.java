package dev.hermod.session;

import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session's line to its client: the connection that it has at the time, or none while it waits
/// to be resumed (XEP-0198). Tasks run one at a time and in the order of whoever gives them, also
/// while the session moves to another connection and with it, perhaps, to another event loop.
/// Without a connection nothing is written and nothing read.
final class SessionLink implements Link {
    private volatile EventLoop loop;
    private volatile @Nullable Connection connection;
    private volatile boolean moving;

    // Bounded by those who give tasks, and kept for one turn of the old event loop only.
    private final List<Runnable> behind = new ArrayList<>(0);
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
        execute(() -> {
            try {
                leaving.run();
            } finally {
                arrive(next, arrived);
            }
        });
        moving = true;
        return true;
    }

    private synchronized void arrive(Connection next, Runnable arrived) {
        connection = next;
        loop = next.eventLoop();
        next.execute(arrived);
        behind.forEach(next::execute);
        behind.clear();
        moving = false;
    }

    @Override
    public boolean inEventLoop() {
        return !moving && loop.inEventLoop();
    }

    @Override
    public synchronized void execute(Runnable task) {
        Connection present = connection;
        if (moving) {
            behind.add(task);
        } else if (present != null) {
            present.execute(task);
        } else {
            loop.execute(task);
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
