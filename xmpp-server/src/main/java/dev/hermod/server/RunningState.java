package dev.hermod.server;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

/// What only the running server itself knows.
public interface RunningState {
    Instant started();

    /// Open listeners by their names in the configuration.
    Map<String, InetSocketAddress> listeners();

    /// Whether clients are let in: not while it starts or stops.
    boolean accepting();

    /// Whether the process does its work; when not, only a restart helps.
    boolean working();

    /// What is measured, in the text format of Prometheus.
    String metrics();

    /// One line for people: alone, or with whom.
    String cluster();
}
