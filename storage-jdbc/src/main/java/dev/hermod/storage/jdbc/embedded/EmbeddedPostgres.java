package dev.hermod.storage.jdbc.embedded;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// A PostgreSQL of our own below the data directory: made at the first start, watched while it
/// runs, stopped at the end.
///
/// It listens on 127.0.0.1 with a password and outlives a `kill -9` of this process; the next start
/// takes it over. What survives a crash of the machine is up to
/// [EmbeddedPostgresOptions#durable()].
public final class EmbeddedPostgres implements AutoCloseable {
    private static final long LOG_BYTES = 8L << 20;

    private final Path dataDirectory;
    private final EmbeddedPostgresOptions options;
    private final DirectoryLock lock;
    private final Login login;
    private final Supervisor supervisor;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(
            Path dataDirectory,
            EmbeddedPostgresOptions options,
            DirectoryLock lock,
            Login login,
            Supervisor supervisor) {
        this.dataDirectory = dataDirectory;
        this.options = options;
        this.lock = lock;
        this.login = login;
        this.supervisor = supervisor;
    }

    /// Starts the server in `dataDirectory/postgres`, or takes over the one that runs there; blocks
    /// until it accepts connections, crash recovery included.
    ///
    /// @throws StorageStartException with a message that says what to do
    public static EmbeddedPostgres start(Path dataDirectory, EmbeddedPostgresOptions options)
            throws StorageStartException {
        var layout = Layout.create(dataDirectory);
        var lock = DirectoryLock.acquire(layout);
        var started = false;
        try {
            var serverLog = new ServerLog(layout.log(), LOG_BYTES);
            serverLog.create();
            serverLog.trim();
            var running = Starter.start(layout, options, serverLog);
            var supervisor = new Supervisor(running.postmaster(), running.process(), serverLog);
            supervisor.start();
            started = true;
            return new EmbeddedPostgres(dataDirectory, options, lock, running.login(), supervisor);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageStartException("The start of PostgreSQL was interrupted.", e);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    /// The same until [#close()], also across restarts of the server.
    public String jdbcUrl() {
        return login.url();
    }

    public String user() {
        return login.credentials().user();
    }

    public String password() {
        return login.credentials().password();
    }

    /// The server process that runs now.
    public long pid() {
        return supervisor.process().pid();
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    /// Ends the watch and the server: fast shutdown within the stop timeout, else the immediate
    /// one.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            supervisor.close(options.stopTimeout());
            lock.close();
        }
    }
}
