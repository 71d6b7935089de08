package dev.hermod.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A look into the database of a server, past the server.
public record Database(String url, String user, String password) {
    private static final int PORT_LINE = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// The embedded one below a data directory.
    public static Database embedded(Path data) throws IOException {
        Path postgres = data.resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(PORT_LINE);
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/hermod",
                "hermod",
                Files.readString(postgres.resolve("password")).strip());
    }

    /// The process of the embedded one.
    public static ProcessHandle embeddedProcess(Path data) throws IOException {
        Path file = data.resolve("postgres/cluster/postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /// The first column of what a query finds, as text.
    public List<String> query(String sql, String... parameters) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(String.valueOf(rows.getString(1)));
                }
            }
            return found;
        }
    }

    /// Has it begin new files of its write-ahead log until there is no room for another. Somebody
    /// must write to it meanwhile: it does not leave an empty one.
    public void useUpItsLog() {
        await().atMost(PATIENCE).until(() -> !beginsNewLog());
    }

    private boolean beginsNewLog() {
        try {
            return !query("SELECT pg_switch_wal()").isEmpty();
        } catch (SQLException _) {
            return false;
        }
    }

    /// The columns, as `table.column`, of the whole database in which a text can be found.
    public List<String> columnsWith(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        List<String> columns =
                query(
                        "SELECT table_name || '.' || column_name || '.' || data_type"
                                + " FROM information_schema.columns WHERE table_schema NOT IN"
                                + " ('pg_catalog', 'information_schema')");
        for (String column : columns) {
            String[] parts = column.split("\\.", 3);
            String asText =
                    parts[2].equals("bytea")
                            ? "encode(\"" + parts[1] + "\", 'escape')"
                            : "\"" + parts[1] + "\"::text";
            String rows =
                    query(
                                    "SELECT count(*) FROM \"%s\" WHERE strpos(%s, ?) > 0"
                                            .formatted(parts[0], asText),
                                    text)
                            .getFirst();
            if (!rows.equals("0")) {
                found.add(parts[0] + "." + parts[1]);
            }
        }
        return found;
    }
}
