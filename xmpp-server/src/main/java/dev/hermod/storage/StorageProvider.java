package dev.hermod.storage;

import dev.hermod.config.Config;
import java.io.IOException;
import java.nio.file.Path;

/// Opens the storage that the configuration names; one per storage module, found by
/// `ServiceLoader`.
public interface StorageProvider {
    /// Whether this provider understands the configuration's `storage.url`.
    boolean accepts(Config config);

    /// Opens it: starts an embedded database if asked to, migrates the schema, fills the pool.
    ///
    /// @throws StorageUnavailableException with a message that says what to do
    Storage open(Config config);

    /// Puts what a backup holds in the place of everything that the storage holds: wholly, or not
    /// at all. Nobody else may have it open. Backups of older servers are brought up to date.
    ///
    /// @param backup what [Backups#write] wrote
    /// @throws BackupRefusedException when it is not one, is damaged or from a newer server, or the
    ///   dialogue says no
    /// @throws IOException when the file cannot be read
    /// @throws StorageUnavailableException with a message that says what to do
    Restored restore(Config config, Path backup, RestoreDialogue dialogue)
            throws BackupRefusedException, IOException;
}
