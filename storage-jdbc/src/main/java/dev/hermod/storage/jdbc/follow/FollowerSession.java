package dev.hermod.storage.jdbc.follow;

import dev.hermod.storage.jdbc.Access;
import dev.hermod.storage.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// A reader's own connection. Every step is a transaction that begins with a lock on the reader's
/// position: whoever else takes that lock knows that nothing is being derived meanwhile.
final class FollowerSession implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /// Longer than [#STATEMENT], so that a server that lives cancels first.
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final Duration STATEMENT = Duration.ofSeconds(30);

    private final Connection connection;
    private final Derivation derivation;

    private FollowerSession(Connection connection, Derivation derivation) {
        this.connection = connection;
        this.derivation = derivation;
    }

    static FollowerSession open(Access access, Derivation derivation) throws SQLException {
        Connection connection = access.connect(CONNECT, SILENCE);
        boolean ready = false;
        try {
            Sql.first(
                    connection,
                    row -> row.getString(1),
                    "SELECT set_config('statement_timeout', ?, false)",
                    Long.toString(STATEMENT.toMillis()));
            connection.setAutoCommit(false);
            ready = true;
            return new FollowerSession(connection, derivation);
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    /// What a step came to.
    ///
    /// @param position everything up to there is derived
    /// @param entries how many
    /// @param more whether there may be something behind it
    record Step(long position, int entries, boolean more) {}

    /// Derives the next entries and commits. After a failure the session is of no use any more.
    ///
    /// @param limit most rows of the log
    /// @param derive `false` to pass them over
    Step step(int limit, boolean derive) throws SQLException {
        long position = lockedPosition();
        long from = position == 0 ? begin() : position;
        EntryReader.Batch batch = new EntryReader(connection).read(from, limit);
        if (derive && !batch.entries().isEmpty()) {
            derivation.take(connection, batch.entries());
        }
        if (batch.last() != position) {
            Sql.update(
                    connection,
                    "UPDATE follower SET position = ? WHERE name = ?",
                    batch.last(),
                    derivation.name());
        }
        connection.commit();
        return new Step(batch.last(), batch.entries().size(), batch.full());
    }

    private long lockedPosition() throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getLong(1),
                        "SELECT position FROM follower WHERE name = ? FOR UPDATE",
                        derivation.name())
                .orElseThrow(() ->
                        new IllegalStateException("no reader is called " + derivation.name()));
    }

    /// A position below all entries, and above 0 so that this happens once.
    private long begin() throws SQLException {
        derivation.clear(connection);
        return Math.max(1, EntryReader.first(connection) - 1);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
