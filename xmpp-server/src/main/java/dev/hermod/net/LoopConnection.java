package dev.hermod.net;

import dev.hermod.session.Connection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all kinds of connections have in common: the event loop they live on, and the boundary
/// around what runs for them.
abstract class LoopConnection implements Connection, Swept {
    private static final Logger log = LoggerFactory.getLogger(LoopConnection.class);

    private final long id;
    private final LoopState loop;
    private final ListenerSettings settings;
    private boolean flushPlanned;
    private int place;

    LoopConnection(long id, LoopState loop, ListenerSettings settings) {
        this.id = id;
        this.loop = loop;
        this.settings = settings;
    }

    /// At the end of a turn of the event loop in which something was written.
    abstract void flush();

    /// Whether it is over and nothing more may run for it.
    abstract boolean isGone();

    /// Ends the stream because of an error in the server, with an error to the peer where that can
    /// still be written.
    abstract void broken(RuntimeException bug);

    ListenerSettings settings() {
        return settings;
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int next) {
        place = next;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String listener() {
        return settings.name();
    }

    @Override
    public LoopState eventLoop() {
        return loop;
    }

    @Override
    public boolean inEventLoop() {
        return loop.inEventLoop();
    }

    @Override
    public boolean isRunning() {
        return this.equals(loop.running());
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        loop.schedule(
                () -> {
                    if (!isGone()) {
                        guarded(task);
                    }
                },
                delay);
    }

    void flushLater() {
        if (!flushPlanned) {
            flushPlanned = true;
            loop.flushLater(this);
        }
    }

    void endOfTurn() {
        flushPlanned = false;
        flush();
    }

    /// The boundary around what runs for this connection: a bug there ends its own stream and no
    /// other.
    void guarded(Runnable work) {
        LoopConnection outer = loop.running();
        loop.running(this);
        try {
            work.run();
        } catch (RuntimeException bug) {
            log.error("{}: its stream is ended because of an error in the server", this, bug);
            broken(bug);
        } finally {
            loop.running(outer);
        }
    }

    @Override
    public String toString() {
        return "%s#%d from %s".formatted(settings.name(), id, peer());
    }
}
