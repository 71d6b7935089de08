package dev.hermod.storage.jdbc.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A process that holds an embedded PostgreSQL and commits rows, one a line on standard output,
/// until it is killed.
final class HolderMain {
    private HolderMain() {}

    public static void main(String[] args) throws StorageStartException, SQLException, IOException {
        var options = EmbeddedPostgresOptions.forTests().withDurable(true);
        try (var postgres = EmbeddedPostgres.start(Path.of(args[0]), options);
                var connection =
                        DriverManager.getConnection(
                                postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            System.out.println("pid " + postgres.pid());
            statement.execute("CREATE TABLE kept (id int PRIMARY KEY)");
            for (var row = 1; !System.out.checkError(); row++) {
                statement.execute("INSERT INTO kept VALUES (" + row + ")");
                System.out.println("row " + row);
            }
        }
    }
}
