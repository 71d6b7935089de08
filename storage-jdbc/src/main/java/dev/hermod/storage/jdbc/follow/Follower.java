package dev.hermod.storage.jdbc.follow;

import dev.hermod.storage.MessageIds;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.SqlStates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log for one derivation, on a virtual thread and a connection of its own: in the
/// order of ids, a transaction a batch, from where it stopped. Commits never wait for it; it waits
/// for them: while they queue it works half of the time.
public final class Follower implements MeterBinder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Follower.class);
    private static final int BATCH = 500;

    /// Without a ring; for positions that were set back, and what was committed before the start.
    private static final Duration IDLE = Duration.ofSeconds(10);

    /// What comes within it shares a batch.
    private static final Duration LINGER = Duration.ofMillis(50);

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(5);

    private final Access access;
    private final Derivation derivation;
    private final InstantSource wall;
    private final BooleanSupplier busy;
    private final Bell bell = new Bell();
    private final Progress progress = new Progress();
    private final AtomicLong taken = new AtomicLong();
    private final Thread thread;

    private @Nullable FollowerSession session;
    private Duration retry = FIRST_RETRY;

    /// Rows that go one by one, because a batch of them could not be derived.
    private int singly;

    private volatile boolean behind = true;

    private Follower(
            Access access, Derivation derivation, InstantSource wall, BooleanSupplier busy) {
        this.access = access;
        this.derivation = derivation;
        this.wall = wall;
        this.busy = busy;
        this.thread = Thread.ofVirtual().name("follow-" + derivation.name()).unstarted(this::run);
    }

    /// Begins to follow.
    ///
    /// @param busy whether commits queue
    public static Follower start(
            Access access, Derivation derivation, InstantSource wall, BooleanSupplier busy) {
        Follower follower = new Follower(access, derivation, wall, busy);
        follower.thread.start();
        return follower;
    }

    /// Something was committed; from any thread, does not wait.
    public void ring() {
        bell.ring();
    }

    /// Whether everything up to this id is derived.
    public boolean passed(long id) {
        return progress.position() >= id;
    }

    /// Waits for it, for a while.
    ///
    /// @return whether it is so now
    public boolean await(long id, Duration most) {
        if (passed(id)) {
            return true;
        }
        bell.hurry();
        return progress.await(id, most);
    }

    /// How far what is derived is behind the log.
    public Duration lag() {
        if (!behind) {
            return bell.waiting();
        }
        long millis = wall.millis() - MessageIds.epochMillis(progress.position());
        return progress.position() == 0 ? bell.waiting() : Duration.ofMillis(Math.max(0, millis));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("hermod.follower.lag", () -> lag().toMillis() / 1e3)
                .description("how far what is derived from the log is behind it")
                .baseUnit("seconds")
                .tag("reader", derivation.name())
                .register(registry);
        FunctionCounter.builder("hermod.follower.entries", taken, AtomicLong::get)
                .description("entries of the log that were read")
                .tag("reader", derivation.name())
                .register(registry);
    }

    /// Stops between two batches.
    @Override
    public void close() {
        bell.close();
        try {
            if (!thread.join(END)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!bell.closed()) {
                bell.clear();
                catchUp();
                bell.await(IDLE);
                bell.linger(LINGER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }

    private void catchUp() throws InterruptedException {
        boolean more = true;
        while (more && !bell.closed()) {
            long start = System.nanoTime();
            more = step();
            behind = more;
            if (more && busy.getAsBoolean()) {
                bell.pause(Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    /// Whether there is more to do.
    private boolean step() throws InterruptedException {
        try {
            boolean alone = singly > 0;
            FollowerSession.Step step = ready().step(alone ? 1 : BATCH, true);
            if (alone) {
                singly--;
            }
            return went(step);
        } catch (SQLException e) {
            return failed(e, SqlStates.unavailable(e));
        } catch (RuntimeException e) {
            // A derivation's bug with one entry must not end the derivation of all others.
            return failed(e, false);
        }
    }

    private boolean went(FollowerSession.Step step) {
        retry = FIRST_RETRY;
        taken.addAndGet(step.entries());
        progress.to(step.position());
        return step.more();
    }

    private boolean failed(Exception e, boolean away) throws InterruptedException {
        drop();
        if (away) {
            log.warn("{} is not derived for now: {}", derivation.name(), e.getMessage());
        } else if (singly == 0) {
            log.warn(
                    "{}: a batch cannot be derived, its entries go one by one",
                    derivation.name(),
                    e);
            singly = BATCH;
        } else {
            pass(e);
        }
        backOff();
        return true;
    }

    /// The entry that cannot be derived.
    private void pass(Exception reason) {
        try {
            FollowerSession.Step step = ready().step(1, false);
            log.error(
                    "{}: log entry {} is passed over", derivation.name(), step.position(), reason);
            singly--;
            went(step);
        } catch (SQLException | RuntimeException e) {
            drop();
            log.warn("{} is not derived for now: {}", derivation.name(), e.getMessage());
        }
    }

    private void backOff() throws InterruptedException {
        bell.pause(retry);
        Duration twice = retry.multipliedBy(2);
        retry = twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
    }

    private FollowerSession ready() throws SQLException {
        FollowerSession present = session;
        if (present == null) {
            present = FollowerSession.open(access, derivation);
            session = present;
        }
        return present;
    }

    private void drop() {
        FollowerSession present = session;
        session = null;
        if (present != null) {
            try {
                present.close();
            } catch (SQLException e) {
                log.debug("closing the connection of a reader", e);
            }
        }
    }
}
