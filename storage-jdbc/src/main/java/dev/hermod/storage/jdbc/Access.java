package dev.hermod.storage.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// How to reach the database. What stands in the address itself (`?sslmode=...`) wins over what is
/// set here.
public record Access(String url, String user, String password) {
    /// All tables are in a schema of their own, so that the database may be shared with others.
    public static final String SCHEMA = "hermod";

    /// Driver properties for connections whose reads give up after `silence`.
    public Properties properties(Duration connect, Duration silence) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("currentSchema", SCHEMA);
        properties.setProperty("ApplicationName", "hermod");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", seconds(connect));
        properties.setProperty("loginTimeout", seconds(connect));
        properties.setProperty("socketTimeout", seconds(silence));
        return properties;
    }

    public Connection connect(Duration connect, Duration silence) throws SQLException {
        return DriverManager.getConnection(url, properties(connect, silence));
    }

    /// The address without its parameters, which may hold a password.
    public String shown() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /// Leaves the password out, so that no log line ever shows it.
    @Override
    public String toString() {
        return "Access[" + shown() + " as " + user + "]";
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
