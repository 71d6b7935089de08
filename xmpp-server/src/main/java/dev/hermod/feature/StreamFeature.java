package dev.hermod.feature;

import dev.hermod.xml.FrozenElement;
import java.util.Optional;

/// An element of `<stream:features/>` (RFC 6120 4.3.2) that only informs; features that are
/// negotiated belong to `stream`.
@FunctionalInterface
public interface StreamFeature {
    Optional<FrozenElement> offer(StreamContext stream);
}
