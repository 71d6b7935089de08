package dev.hermod.feature;

import dev.hermod.xml.FrozenElement;
import java.util.Optional;

/// Something that a client asks for together with its resource (XEP-0386 section 4.2).
@FunctionalInterface
public interface BindRequest {
    /// Applies the request to a session that begins, before the client hears of it or is delivered
    /// anything; must not block.
    ///
    /// @return what the answer says of it, if anything
    Optional<FrozenElement> apply(Session session, FrozenElement request);
}
