package dev.hermod.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Copies of everything that a storage holds, made while it is used. Restoring one is up to
/// [StorageProvider#restore], which needs the storage for itself.
public interface Backups {
    /// Writes everything that is committed at one moment after the call, and nothing of what is
    /// committed later. A message that was committed before the call is in it with all of its rows.
    ///
    /// @param server the version of Hermod, to be kept with it
    /// @param files what belongs to the server beside its storage, by name; few and small
    /// @param target is not closed
    /// @throws IOException when `target` cannot be written
    BackupSummary write(String server, Map<String, byte[]> files, OutputStream target)
            throws IOException;
}
