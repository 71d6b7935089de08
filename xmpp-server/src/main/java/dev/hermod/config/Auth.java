package dev.hermod.config;

import java.util.List;

/// How accounts prove who they are.
///
/// @param scramIterations work of one password check (RFC 5802), for passwords set from now on
/// @param mechanisms SASL mechanisms offered, best first; a SCRAM mechanism brings its `-PLUS` form
///   along
/// @param failuresPerAccount failed logins to one account that are free; further ones make attempts
///   from strange addresses wait for seconds
/// @param failuresPerAddress failed logins from one address that are free; further ones make that
///   address wait, twice as long each time
/// @param tokenDays how long a client may log in with the token of its last login in place of a
///   password (XEP-0484); 0 for no tokens
/// @param resourceConflict what happens when two sessions of an account want the same resource
public record Auth(
        int scramIterations,
        List<String> mechanisms,
        int failuresPerAccount,
        int failuresPerAddress,
        int tokenDays,
        ResourceConflict resourceConflict) {
    private static final List<String> KNOWN =
            List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN");
    private static final List<String> OFFERED = List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN");

    static Auth read(Section section) {
        List<String> mechanisms = section.values("mechanisms", OFFERED, Formats.oneOf(KNOWN));
        if (mechanisms.isEmpty()) {
            section.problem("mechanisms", "at least one is needed, or nobody can log in");
        }
        return new Auth(
                // RFC 7677 section 4 asks for 4096 at least.
                section.value(
                        "scram-iterations", 10_000, Formats.number(4_096, 1_000_000, "iterations")),
                mechanisms,
                section.value("failures-per-account", 50, Formats.number(1, 1_000_000, "logins")),
                section.value("failures-per-address", 20, Formats.number(1, 1_000_000, "logins")),
                section.value("token-days", 30, Formats.number(0, 3_650, "days")),
                section.value(
                        "resource-conflict",
                        ResourceConflict.REPLACE,
                        Formats.choice(ResourceConflict.class)));
    }
}
