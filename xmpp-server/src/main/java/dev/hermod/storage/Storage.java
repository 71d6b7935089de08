package dev.hermod.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// Open storage: the ports the server itself needs, and those that features declare for themselves.
///
/// Every method of every port but [MessageLog#append] blocks, and is called on virtual threads
/// only. All throw [StorageUnavailableException] while the database cannot be reached or no
/// connection is free in time.
public interface Storage extends MeterBinder, AutoCloseable {
    Accounts accounts();

    Rosters rosters();

    MessageLog messageLog();

    DeliveryCursors deliveryCursors();

    SavedSessions savedSessions();

    /// The implementation of a port that a feature declares.
    ///
    /// @throws IllegalArgumentException when this storage has no such port
    <P> P port(Class<P> port);

    /// Whether the database answers now; never throws, returns within two seconds.
    boolean healthy();

    /// One line for `hermod status`: what database this is and where.
    String description();

    /// Counts its connections, its queue and its commits there from now on; called once.
    @Override
    void bindTo(MeterRegistry registry);

    @Override
    void close();
}
