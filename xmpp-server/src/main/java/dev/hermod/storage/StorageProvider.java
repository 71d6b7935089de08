package dev.hermod.storage;

import dev.hermod.config.Config;

/// Opens the storage that the configuration names; one per storage module, found by
/// `ServiceLoader`.
public interface StorageProvider {
    /// Whether this provider understands the configuration's `storage.url`.
    boolean accepts(Config config);

    /// Opens it: starts an embedded database if asked to, migrates the schema, fills the pool.
    ///
    /// @throws StorageUnavailableException with a message that says what to do
    Storage open(Config config);
}
