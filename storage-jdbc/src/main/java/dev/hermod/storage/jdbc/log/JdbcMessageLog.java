package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.LogEntry;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.xmpp.packet.JID;

/// The message log on PostgreSQL: a queue, the thread that commits what is in it, and reading on
/// the pool.
public final class JdbcMessageLog implements MessageLog, MeterBinder {
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// For how long the numbers of a stream that is over can be told.
    private static final Duration NUMBERED = Duration.ofDays(7);

    private final AppendQueue queue;
    private final Heads heads;
    private final LogReader reader;
    private final Committer committer;
    private final Thread thread;
    private final Duration closing;
    private final InstantSource wall;

    private JdbcMessageLog(
            AppendQueue queue,
            Heads heads,
            LogReader reader,
            Committer committer,
            Duration closing,
            InstantSource wall) {
        this.queue = queue;
        this.heads = heads;
        this.reader = reader;
        this.committer = committer;
        this.closing = closing;
        this.wall = wall;
        this.thread = Thread.ofPlatform().name("message-log").unstarted(committer);
    }

    /// Takes the writer's lock and starts the committer.
    ///
    /// @param database for reading; not closed with the log
    /// @throws StorageUnavailableException when another node writes to this database
    public static JdbcMessageLog open(
            Access access, Database database, InstantSource wall, LogOptions options) {
        AppendQueue queue = new AppendQueue(options.queueMessages(), options.queueBytes());
        Heads heads = new Heads(options.archives());
        Connector connector = new Connector(access, options);
        try {
            LogSession session = connector.open();
            Committer committer = new Committer(queue, heads, connector, session, wall, options);
            JdbcMessageLog opened =
                    new JdbcMessageLog(
                            queue,
                            heads,
                            new LogReader(database),
                            committer,
                            options.closing(),
                            wall);
            opened.thread.start();
            return opened;
        } catch (SQLException e) {
            throw new StorageUnavailableException(
                    "cannot open the message log: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted", e);
        }
    }

    @Override
    public boolean append(LogMessage message, Outcome outcome) {
        return queue.offer(new Waiting(message, outcome, System.nanoTime()));
    }

    @Override
    public List<LogEntry> deliverable(JID owner, long after, long upTo, int limit) {
        return reader.deliverable(owner, after, upTo, limit);
    }

    @Override
    public List<LogEntry> entries(JID owner, Collection<Long> ids) {
        return reader.entries(owner, ids);
    }

    @Override
    public long lastId(JID owner) {
        return reader.lastId(owner);
    }

    @Override
    public long lastNumber(JID owner, String stream) {
        return reader.lastNumber(owner, stream, wall.instant().minus(NUMBERED));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        committer.meters(new LogMeters(registry, queue));
    }

    @Override
    public int queued() {
        return queue.size();
    }

    /// Calls this after every commit, on the committer's thread: it must not wait.
    public void afterCommit(Runnable listener) {
        committer.afterCommit(listener);
    }

    /// An id that no committed one of any archive is above.
    public long head() {
        return committer.head();
    }

    /// Returns when nothing can be written any more for an owner whose archive is gone.
    public void forget(String owner) {
        heads.forget(owner);
    }

    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(closing.plus(GRACE))) {
                committer.abort();
                thread.join(GRACE);
            }
        } catch (InterruptedException e) {
            committer.abort();
            Thread.currentThread().interrupt();
        }
    }
}
