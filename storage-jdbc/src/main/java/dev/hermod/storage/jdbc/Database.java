package dev.hermod.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.hermod.storage.StorageUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The pool of connections, and the only way to use it. Callers are virtual threads, of which there
/// may be any number: so many may wait for a connection, for so long, and the rest are refused at
/// once.
public final class Database implements MeterBinder, AutoCloseable {
    /// A statement that takes longer is canceled by PostgreSQL.
    private static final Duration STATEMENT = Duration.ofSeconds(15);

    /// A server that says nothing for so long is taken for dead; longer than [#STATEMENT], which
    /// comes first if it lives.
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final int WAITING_PER_CONNECTION = 100;

    private final HikariDataSource pool;
    private final Semaphore admission;

    /// @param wait how long a caller waits for a connection
    public Database(Access access, int connections, Duration wait) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("storage");
        config.setJdbcUrl(access.url());
        config.setDataSourceProperties(access.properties(wait, SILENCE));
        config.setConnectionInitSql("SET statement_timeout = " + STATEMENT.toMillis());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(2, connections));
        config.setConnectionTimeout(wait.toMillis());
        config.setValidationTimeout(Math.min(1_000, wait.toMillis()));
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
        this.admission = new Semaphore(connections * (1 + WAITING_PER_CONNECTION));
    }

    /// Something done with a connection.
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /// Runs statements that need no transaction around them.
    public <T extends @Nullable Object> T call(Work<T> work) {
        if (!admission.tryAcquire()) {
            throw new StorageUnavailableException("too many callers wait for the database");
        }
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw SqlStates.translated(e);
        } finally {
            admission.release();
        }
    }

    /// Commits what `work` did when it returns. When it throws, the pool undoes it as it takes the
    /// connection back.
    public <T extends @Nullable Object> T transactionally(Work<T> work) {
        return call(connection -> {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            connection.commit();
            return result;
        });
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }

    @Override
    public void close() {
        pool.close();
    }
}
