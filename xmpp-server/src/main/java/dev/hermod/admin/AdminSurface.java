package dev.hermod.admin;

import java.net.InetSocketAddress;

/// An open listener for operators.
public interface AdminSurface extends AutoCloseable {
    /// Where it listens.
    InetSocketAddress address();

    /// Stops accepting, lets running requests end within a few seconds, and closes.
    @Override
    void close();
}
