package dev.hermod.admin;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What runs, at one moment.
///
/// @param listeners open listeners by the name they have in the configuration
/// @param sessions bound resources on this node
/// @param cluster one line for people: alone, or with whom
public record ServerStatus(
        String version,
        Instant started,
        List<String> domains,
        Map<String, InetSocketAddress> listeners,
        int sessions,
        StorageStatus storage,
        String cluster) {
    public ServerStatus {
        domains = List.copyOf(domains);
        listeners = Map.copyOf(listeners);
    }

    /// The database behind the server.
    ///
    /// @param description one line: what database this is and where
    /// @param healthy whether it answers now
    public record StorageStatus(String description, boolean healthy) {}
}
