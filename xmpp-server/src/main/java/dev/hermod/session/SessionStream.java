package dev.hermod.session;

import dev.hermod.feature.SessionEnd;

/// The stream that a session is on, as the session sees it. On the connection's event loop only.
public interface SessionStream {
    /// Ends with a stream error; the session knows.
    void end(SessionEnd reason);
}
