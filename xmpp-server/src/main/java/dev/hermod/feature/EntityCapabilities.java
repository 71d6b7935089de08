package dev.hermod.feature;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.xmpp.packet.Presence;

/// What the clients of local sessions support, learnt from their presence (XEP-0115). Safe to use
/// from any thread.
public interface EntityCapabilities {
    /// The features in the client's disco#info; empty while nothing certain is known.
    Set<String> features(Session session);

    /// The features of somebody else's client, as its presence says; asks it when they are not
    /// known. Empty when nothing certain can be found out; completes on any thread.
    CompletionStage<Set<String>> features(Presence presence);

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
