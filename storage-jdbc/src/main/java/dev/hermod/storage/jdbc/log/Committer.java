package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageLog.Failure;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes the log. Each turn takes what has queued up, commits it as one batch,
/// and tells what became of it; the next batch leaves when this one is back.
///
/// When a commit's outcome is lost with the connection, nothing else goes on until a new session
/// has the lock, which means that the old one has ended, and has looked whether the batch is there.
final class Committer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private final AppendQueue queue;
    private final Backlog backlog;
    private final Heads heads;
    private final Connector connector;
    private final IdClock clock;
    private final Duration closing;

    private volatile @Nullable LogSession session;

    private volatile @Nullable LogMeters meters;

    private volatile Runnable afterCommit = () -> {};

    /// No committed id is above it.
    private volatile long head;

    /// Sent, and the answer is not here; the lock of [#heads] is held as long.
    private @Nullable Batch unsettled;

    private Duration retry = FIRST_RETRY;
    private long closedAt;

    /// @param session has the lock
    Committer(
            AppendQueue queue,
            Heads heads,
            Connector connector,
            LogSession session,
            InstantSource wall,
            LogOptions options)
            throws SQLException {
        this.queue = queue;
        this.backlog = new Backlog(queue, options);
        this.heads = heads;
        this.connector = connector;
        this.session = session;
        this.clock = new IdClock(wall);
        this.closing = options.closing();
        clock.resume(session.clock());
        this.head = clock.last();
    }

    @Override
    public void run() {
        try {
            while (!done()) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    void meters(LogMeters bound) {
        meters = bound;
    }

    /// Runs after every commit, on this thread.
    void afterCommit(Runnable listener) {
        afterCommit = listener;
    }

    long head() {
        return head;
    }

    /// Ends a wait for the database, from any thread.
    void abort() {
        LogSession present = session;
        if (present != null) {
            present.abort();
        }
    }

    private boolean done() {
        if (!queue.closed()) {
            return false;
        }
        if (closedAt == 0) {
            closedAt = System.nanoTime();
        }
        boolean nothingLeft = backlog.isEmpty() && unsettled == null;
        return nothingLeft || System.nanoTime() - closedAt > closing.toNanos();
    }

    private void turn() throws InterruptedException {
        try {
            LogSession ready = ready();
            backlog.expire();
            List<Waiting> messages = backlog.next(IDLE);
            if (messages.isEmpty()) {
                ready.ping();
            } else {
                commit(ready, messages);
            }
        } catch (SQLException e) {
            drop(e);
        } catch (StorageUnavailableException e) {
            log.error("the message log cannot go on yet: {}", e.getMessage());
            backOff();
        }
    }

    /// A session that has the lock, with nothing unsettled.
    private LogSession ready() throws SQLException, InterruptedException {
        LogSession present = session;
        if (present == null) {
            present = connector.open();
            session = present;
            clock.resume(present.clock());
            // Another node may have written in the meantime.
            heads.clear();
            log.info("the message log is connected again");
        }
        Batch lost = unsettled;
        if (lost != null) {
            settle(lost, present.exists(lost.rows().getFirst()));
        }
        return present;
    }

    private void settle(Batch lost, boolean written) {
        unsettled = null;
        heads.unlock();
        if (written) {
            tell(lost);
        } else {
            backlog.putBack(lost.messages());
        }
    }

    private void commit(LogSession writer, List<Waiting> messages) throws InterruptedException {
        List<Waiting> concerned = messages;
        Batch written = null;
        heads.lock();
        try {
            List<Batch.First> known = new ArrayList<>();
            Batch batch;
            do {
                batch = assemble(concerned, known, writer);
                concerned = batch.messages();
            } while (known.addAll(write(writer, batch)));
            heads.put(batch.heads());
            written = batch;
        } catch (SQLException | RuntimeException e) {
            failed(concerned, e);
        } finally {
            if (unsettled == null) {
                heads.unlock();
            }
        }
        if (written != null) {
            retry = FIRST_RETRY;
            count(written);
            tell(written);
        }
    }

    private void tell(Batch committed) {
        if (!committed.rows().isEmpty()) {
            head = committed.rows().getLast().id();
            afterCommit.run();
        }
        committed.tell();
    }

    private void count(Batch written) {
        LogMeters counting = meters;
        if (counting != null) {
            counting.committed(written);
        }
    }

    /// @param known messages that are in the log already
    private Batch assemble(List<Waiting> messages, List<Batch.First> known, LogSession reader)
            throws SQLException {
        Batch batch = new Batch(heads.of(messages, reader), known);
        clock.catchUp();
        for (Waiting each : messages) {
            if (!batch.add(each, clock)) {
                each.failed(Failure.NO_SUCH_OWNER);
            }
        }
        return batch;
    }

    /// @return messages that are in the log already; if there are any, nothing was written
    private List<Batch.First> write(LogSession session, Batch batch) throws SQLException {
        List<Batch.Row> rows = batch.rows();
        if (rows.isEmpty()) {
            return List.of();
        }
        LogWriter writer = session.writer();
        long bound = clock.boundFor(rows.getLast().id());
        writer.prepare(batch);
        unsettled = batch;
        List<Batch.First> known;
        try {
            known = writer.write(batch, bound);
        } catch (SQLException e) {
            if (!SqlStates.connectionLost(e)) {
                unsettled = null;
            }
            throw e;
        }
        unsettled = null;
        if (known.isEmpty()) {
            clock.stored(bound);
        }
        return known;
    }

    private void failed(List<Waiting> messages, Exception e) throws InterruptedException {
        if (unsettled != null) {
            drop(e);
        } else if (e instanceof SQLException sql && SqlStates.connectionLost(sql)) {
            backlog.putBack(messages);
            drop(e);
        } else if (e instanceof SQLException sql && SqlStates.unavailable(sql)) {
            backlog.putBack(messages);
            log.warn("the message log tries again: {}", e.getMessage());
            backOff();
        } else {
            refused(messages, e);
        }
    }

    /// One message that cannot be written must not take the others with it.
    private void refused(List<Waiting> messages, Exception e) {
        if (messages.size() == 1) {
            log.error("a message cannot be written", e);
            messages.getFirst().failed(Failure.REFUSED);
        } else {
            log.warn("a batch cannot be written, its messages go one by one: {}", e.getMessage());
            backlog.putBackSingly(messages);
        }
    }

    private void drop(Exception e) throws InterruptedException {
        if (retry.equals(FIRST_RETRY)) {
            log.warn("the message log lost its connection: {}", e.getMessage());
        }
        abort();
        session = null;
        backOff();
    }

    private void backOff() throws InterruptedException {
        backlog.expire();
        queue.pause(retry);
        Duration twice = retry.multipliedBy(2);
        retry = twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
    }

    private void end() {
        queue.close();
        backlog.failAll();
        Batch lost = unsettled;
        if (lost != null) {
            log.error(
                    "stopped without knowing whether {} messages are written; their senders are told nothing",
                    lost.size());
            heads.unlock();
        }
        LogSession present = session;
        if (present != null) {
            present.finish(clock.last());
        }
    }
}
