package dev.hermod.storage.jdbc.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Short ways to ask a server something.
final class Sql {
    private Sql() {}

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    static void run(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (var connection = connect(postgres);
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    static String value(EmbeddedPostgres postgres, String query) throws SQLException {
        try (var connection = connect(postgres);
                var running = connection.createStatement();
                var rows = running.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
