package dev.hermod.feature;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// Hears of sessions; called on the session's event loop, must not block.
public interface SessionListener {
    /// A resource was bound and can receive stanzas; nothing has been received from it yet.
    default void bound(Session session) {}

    /// What the session broadcasts of itself has changed; `null` when it is no longer available.
    /// Not called at its end.
    default void presenceChanged(Session session, @Nullable Presence latest) {}

    /// A session that was available has become unavailable, and this is what it said, or what the
    /// server said for it at its end. After [#presenceChanged].
    default void unavailable(Session session, Presence said) {}

    /// The session is over for good and no longer routed to.
    default void ended(Session session) {}
}
