package dev.hermod.storage.jdbc.backup;

import static org.awaitility.Awaitility.await;

import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Empty databases on the server of a test's own, dropped at the end.
final class Databases implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase beside;
    private final List<String> made = new ArrayList<>();

    Databases(TestDatabase beside) {
        this.beside = beside;
    }

    TestDatabase fresh() throws SQLException {
        String name = "restored_" + UUID.randomUUID().toString().replace('-', '_');
        execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
        made.add(name);
        String server = beside.jdbcUrl().substring(0, beside.jdbcUrl().lastIndexOf('/') + 1);
        return new TestDatabase(server + name, beside.user(), beside.password());
    }

    static Access access(TestDatabase database) {
        return new Access(database.jdbcUrl(), database.user(), database.password());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = beside.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        for (String name : made) {
            // Refused for as long as autovacuum, which belongs to a superuser, is busy there.
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> {
                        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
                        return true;
                    });
        }
    }
}
