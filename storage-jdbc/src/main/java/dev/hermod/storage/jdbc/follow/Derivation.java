package dev.hermod.storage.jdbc.follow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What is made of the log's entries behind it. All it knows is in the database: it is written in
/// the transaction that moves the reader's position, so a crash loses and doubles nothing.
public interface Derivation {
    /// Names its row in the table `follower`, its thread and its meters.
    String name();

    /// Forgets everything; the log is read from its beginning next. Part of the reader's
    /// transaction.
    void clear(Connection connection) throws SQLException;

    /// Takes entries of any archives in the order of their ids, each once. Part of the reader's
    /// transaction.
    void take(Connection connection, List<Followed> entries) throws SQLException;
}
