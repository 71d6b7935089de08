package dev.hermod.storage.jdbc.testing;

import java.sql.SQLException;

/// A database that is dropped when its test class is done.
record OwnDatabase(TestServer server, String name, TestDatabase database) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
        server.drop(name);
    }
}
