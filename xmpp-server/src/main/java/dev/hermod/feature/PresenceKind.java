package dev.hermod.feature;

import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Presence;

/// The types of presence (RFC 6121 4.7.1), with a name for the one without a type.
public enum PresenceKind {
    AVAILABLE,
    UNAVAILABLE,
    SUBSCRIBE,
    SUBSCRIBED,
    UNSUBSCRIBE,
    UNSUBSCRIBED,
    PROBE,
    ERROR;

    /// Subscription kinds are handled on the bare JID, whatever they were sent to.
    public boolean subscription() {
        return switch (this) {
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> true;
            case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> false;
        };
    }

    public static PresenceKind of(Presence presence) {
        Presence.@Nullable Type type = presence.getType();
        return type == null
                ? AVAILABLE
                : switch (type) {
                    case unavailable -> UNAVAILABLE;
                    case subscribe -> SUBSCRIBE;
                    case subscribed -> SUBSCRIBED;
                    case unsubscribe -> UNSUBSCRIBE;
                    case unsubscribed -> UNSUBSCRIBED;
                    case probe -> PROBE;
                    case error -> ERROR;
                };
    }
}
