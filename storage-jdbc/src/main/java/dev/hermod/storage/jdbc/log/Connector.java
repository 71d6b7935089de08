package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.StorageUnavailableException;
import dev.hermod.storage.jdbc.Access;
import java.sql.SQLException;
import java.time.Duration;

/// Opens sessions that hold the writer's lock.
final class Connector {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /// After a crash the server may need a moment to see that the node before is gone.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(3);

    private static final Duration LOCK_RETRY = Duration.ofMillis(100);

    private final Access access;
    private final LogOptions options;

    /// The backend of the last session that held the lock, 0 for none.
    private int last;

    Connector(Access access, LogOptions options) {
        this.access = access;
        this.options = options;
    }

    /// A session with the lock.
    ///
    /// @throws StorageUnavailableException when another node has the lock
    LogSession open() throws SQLException, InterruptedException {
        LogSession session = LogSession.on(access.connect(CONNECT, options.silence()), options);
        boolean locked = false;
        try {
            if (last != 0) {
                // It may be stuck with the lock.
                session.writerLock().end(last);
            }
            waitForLock(session);
            last = session.backend();
            locked = true;
            return session;
        } finally {
            if (!locked) {
                session.close();
            }
        }
    }

    private void waitForLock(LogSession session) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        while (!session.writerLock().tryTake()) {
            if (System.nanoTime() - start > LOCK_WAIT.toNanos()) {
                throw new StorageUnavailableException(
                        ("another Hermod already writes to the database at %s (%s); stop it first,"
                                        + " or give this one a database of its own")
                                .formatted(access.shown(), session.writerLock().holder()));
            }
            Thread.sleep(LOCK_RETRY);
        }
    }
}
