package dev.hermod.storage.jdbc.testing;

import dev.hermod.storage.jdbc.embedded.EmbeddedPostgres;
import dev.hermod.storage.jdbc.embedded.EmbeddedPostgresOptions;
import dev.hermod.storage.jdbc.embedded.StorageStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// The server that the test classes of this JVM share.
final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EXTERNAL = "HERMOD_TEST_POSTGRES_URL";

    private final @Nullable EmbeddedPostgres embedded;
    private final TestDatabase main;
    private final @Nullable Thread atExit;

    private TestServer(@Nullable EmbeddedPostgres embedded, TestDatabase main) {
        this.embedded = embedded;
        this.main = main;
        this.atExit = embedded == null ? null : new Thread(() -> delete(embedded));
    }

    static TestServer start() {
        var external = System.getProperty(EXTERNAL, System.getenv(EXTERNAL));
        return external == null || external.isBlank() ? embedded() : external(external);
    }

    private static TestServer embedded() {
        try {
            var data = Files.createTempDirectory("hermod-test-");
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
            var postgres = EmbeddedPostgres.start(data, EmbeddedPostgresOptions.forTests());
            var server =
                    new TestServer(
                            postgres,
                            new TestDatabase(
                                    postgres.jdbcUrl(), postgres.user(), postgres.password()));
            Runtime.getRuntime().addShutdownHook(Objects.requireNonNull(server.atExit));
            return server;
        } catch (IOException | StorageStartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static TestServer external(String url) {
        var parts = Driver.parseURL(url, new Properties());
        if (parts == null) {
            throw new IllegalStateException(EXTERNAL + " is not a PostgreSQL JDBC URL: " + url);
        }
        var database =
                new TestDatabase(
                        url, parts.getProperty("user", ""), parts.getProperty("password", ""));
        return new TestServer(null, database);
    }

    OwnDatabase newDatabase() {
        var name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        try {
            execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
            var own = new TestDatabase(urlOf(name), main.user(), main.password());
            return new OwnDatabase(this, name, own);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create a test database", e);
        }
    }

    void drop(String name) {
        // Refused for as long as autovacuum, which belongs to a superuser, is busy there.
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
                    return true;
                });
    }

    /// Ends with the test run; the hook is for a JVM that is told to stop before.
    @Override
    public void close() {
        if (embedded != null && atExit != null) {
            delete(embedded);
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    private void execute(String statement) throws SQLException {
        try (var connection = main.connect();
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    private String urlOf(String name) {
        var parts = Objects.requireNonNull(Driver.parseURL(main.jdbcUrl(), new Properties()));
        return "jdbc:postgresql://%s:%s/%s"
                .formatted(parts.getProperty("PGHOST"), parts.getProperty("PGPORT"), name);
    }

    private static void delete(EmbeddedPostgres postgres) {
        postgres.close();
        try (var files = Files.walk(postgres.dataDirectory())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
