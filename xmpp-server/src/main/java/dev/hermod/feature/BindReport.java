package dev.hermod.feature;

import dev.hermod.xml.FrozenElement;
import java.util.Optional;

/// What a client is told together with its resource, unasked (XEP-0386 section 4.2).
@FunctionalInterface
public interface BindReport {
    /// Runs on a virtual thread, before the session is delivered anything.
    ///
    /// @throws dev.hermod.storage.StorageUnavailableException when it cannot be known now; the
    ///   client is not told then
    Optional<FrozenElement> of(Session session);
}
