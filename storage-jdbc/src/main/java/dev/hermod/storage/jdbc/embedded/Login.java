package dev.hermod.storage.jdbc.embedded;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Logs in once, to prove that the server is ours and takes our password.
record Login(int port, Credentials credentials) {
    private static final String WRONG_PASSWORD = "28P01";

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Credentials.DATABASE;
    }

    void attempt() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", credentials.user());
        properties.setProperty("password", credentials.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "30");
        try (var connection = DriverManager.getConnection(url(), properties);
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    boolean works() {
        try {
            attempt();
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    /// Fails with what to do.
    void require(Layout layout) throws StorageStartException {
        try {
            attempt();
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new StorageStartException(
                        "The embedded PostgreSQL refuses the password in "
                                + layout.password()
                                + ". Put the right file back; or delete it and start again, and a new password is set.",
                        e);
            }
            throw new StorageStartException(
                    "The embedded PostgreSQL refuses us (%s). Its log is %s."
                            .formatted(e.getMessage(), layout.log()),
                    e);
        }
    }
}
