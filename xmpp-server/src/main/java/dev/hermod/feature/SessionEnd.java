package dev.hermod.feature;

import dev.hermod.xml.StreamErrorCondition;
import org.jspecify.annotations.Nullable;

/// Why the server ends a session: a stream error and a text for the peer and the log.
public record SessionEnd(StreamErrorCondition condition, @Nullable String text) {}
