package dev.hermod.feature;

import java.util.Set;

/// What the clients of local sessions support, learnt from their presence (XEP-0115). Safe to use
/// from any thread.
public interface EntityCapabilities {
    /// The features in the client's disco#info; empty while nothing certain is known.
    Set<String> features(Session session);

    /// Hears of what becomes known. Call while features are installed.
    void onFeatures(Listener listener);

    /// Hears of features that became known.
    @FunctionalInterface
    interface Listener {
        /// The session's client was found to support these instead of what was known before. Must
        /// not block.
        void learnt(Session session, Set<String> features, Set<String> before);
    }
}
