package dev.hermod.session;

import dev.hermod.feature.SessionEnd;

/// Closes a session's stream with a stream error; behind it stands `stream`.
@FunctionalInterface
public interface SessionEnding {
    void end(SessionEnd reason);
}
