package dev.hermod.admin;

import java.util.List;

/// One account as an operator sees it.
///
/// @param mechanisms names of the SASL mechanisms it can log in with
/// @param retention how long messages stay in its archive, as the configuration would say it
/// @param sessions its sessions on this node
public record AccountDetails(
        AccountSummary summary,
        List<String> mechanisms,
        String retention,
        List<SessionSummary> sessions) {
    public AccountDetails {
        mechanisms = List.copyOf(mechanisms);
        sessions = List.copyOf(sessions);
    }
}
