package dev.hermod.storage;

import java.time.Instant;

/// What a backup holds, for people.
///
/// @param server the version of Hermod that made it
/// @param made the moment that it shows
/// @param entries rows of archives: a message between two accounts has two
public record BackupSummary(String server, Instant made, long accounts, long entries) {}
