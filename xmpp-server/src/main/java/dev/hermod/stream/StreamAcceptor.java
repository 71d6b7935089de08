package dev.hermod.stream;

import dev.hermod.session.Connection;

/// Makes the stream for a connection that was just accepted.
@FunctionalInterface
public interface StreamAcceptor {
    StreamHandler accept(Connection connection);
}
