package dev.hermod.storage.jdbc;

import dev.hermod.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.postgresql.ds.PGSimpleDataSource;

/// Brings the tables of a database to what this version of the server expects. Every failure says
/// what to do.
public final class Schema {
    private static final int OLDEST_SERVER = 15;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Duration RETRY = Duration.ofMillis(200);

    private final Access access;
    private final Duration patience;

    /// @param patience how long to wait for a server that does not answer
    public Schema(Access access, Duration patience) {
        this.access = access;
        this.patience = patience;
    }

    /// Checks the server, then migrates.
    ///
    /// @return the server's version as it says it itself
    /// @throws StorageUnavailableException with a message for the operator
    public String migrate() {
        String version = requireServer();
        refuseNewer(flyway(Access.SCHEMA, MigrationVersion.LATEST));
        migrate(Access.SCHEMA);
        return version;
    }

    /// Brings the tables of a schema that is there, and maybe empty, up to date.
    public void migrate(String schema) {
        run(flyway(schema, MigrationVersion.LATEST));
    }

    /// Brings them to the version that they had in an older Hermod.
    public void migrate(String schema, String version) {
        run(flyway(schema, MigrationVersion.fromVersion(version)));
    }

    /// Whether tables of this version can be brought up to date.
    public boolean knows(String version) {
        MigrationVersion wanted = MigrationVersion.fromVersion(version);
        return Stream.of(flyway(Access.SCHEMA, MigrationVersion.LATEST).info().all())
                .filter(migration -> migration.getState().isResolved())
                .anyMatch(migration -> wanted.equals(migration.getVersion()));
    }

    private void run(Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StorageUnavailableException(
                    "cannot bring the tables at %s up to date: %s"
                            .formatted(access.shown(), e.getMessage()),
                    e);
        }
    }

    /// Whether the server is there and new enough.
    ///
    /// @return its version as it says it itself
    /// @throws StorageUnavailableException with a message for the operator
    public String requireServer() {
        try (Connection connection = connect()) {
            DatabaseMetaData server = connection.getMetaData();
            refuseOld(server.getDatabaseMajorVersion(), server.getDatabaseProductVersion());
            return server.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new StorageUnavailableException(StartAdvice.of(access, e), e);
        }
    }

    /// Waits a while for a server that starts at the same time.
    private Connection connect() throws SQLException {
        long start = System.nanoTime();
        while (true) {
            try {
                return access.connect(CONNECT, SILENCE);
            } catch (SQLException e) {
                boolean starting = SqlStates.connectionLost(e);
                if (!starting || System.nanoTime() - start > patience.toNanos()) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private void refuseOld(int major, String version) {
        if (major < OLDEST_SERVER) {
            throw new StorageUnavailableException(
                    "the database server at %s is PostgreSQL %s: %d or newer is needed"
                            .formatted(access.shown(), version, OLDEST_SERVER));
        }
    }

    private Flyway flyway(String schema, MigrationVersion target) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source())
                .schemas(schema)
                .target(target)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .load();
    }

    private DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(access.url());
        source.setUser(access.user());
        source.setPassword(access.password());
        return source;
    }

    private void refuseNewer(Flyway flyway) {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StorageUnavailableException(
                        ("the tables at %s are of version %s, made by a newer Hermod than this one: run that one,"
                                        + " or restore a backup made with this one")
                                .formatted(access.shown(), applied.getVersion()));
            }
        }
    }
}
