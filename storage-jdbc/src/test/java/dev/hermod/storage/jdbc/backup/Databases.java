package dev.hermod.storage.jdbc.backup;

import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Empty databases on the server of a test's own, dropped at the end.
final class Databases implements AutoCloseable {
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
    public void close() throws SQLException {
        for (String name : made) {
            execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }
}
