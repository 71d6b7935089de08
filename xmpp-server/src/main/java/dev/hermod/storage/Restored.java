package dev.hermod.storage;

import java.util.Map;

/// What a restore brought.
///
/// @param files those that were given to [Backups#write]; they are the caller's to put in place
public record Restored(BackupSummary backup, Map<String, byte[]> files) {
    public Restored {
        files = Map.copyOf(files);
    }
}
