/// Ports to durable storage: interfaces and records only. An implementation is a
/// [dev.hermod.storage.StorageProvider] found by `ServiceLoader`; each port has a contract test
/// that every implementation passes.
@NullMarked
package dev.hermod.storage;

import org.jspecify.annotations.NullMarked;
