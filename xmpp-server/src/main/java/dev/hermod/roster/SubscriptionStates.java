package dev.hermod.roster;

import dev.hermod.feature.PresenceKind;

/// The tables of RFC 6121 A.2 and A.3, with pre-approval (3.4.2), as pure functions. A row of the
/// tables is a consequence of a few facts, so these stand here instead of 72 rows; the tests hold
/// every row.
final class SubscriptionStates {
    private SubscriptionStates() {}

    /// A stanza that the owner sends to the contact (A.2).
    static SubscriptionStep outbound(PresenceKind kind, Standing now) {
        return switch (kind) {
            case SUBSCRIBE -> SubscriptionStep.forward(now.withPendingOut());
            case UNSUBSCRIBE -> SubscriptionStep.forward(now.withTo(false));
            case SUBSCRIBED -> approve(now);
            case UNSUBSCRIBED -> cancel(now);
            case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> throw notASubscription(kind);
        };
    }

    /// A stanza that the contact sent to the owner (A.3).
    static SubscriptionStep inbound(PresenceKind kind, Standing now) {
        return switch (kind) {
            case SUBSCRIBE -> requested(now);
            case UNSUBSCRIBE -> forwardIf(now.from() || now.pendingIn(), now, now.withFrom(false));
            case SUBSCRIBED -> forwardIf(now.pendingOut(), now, now.withTo(true));
            case UNSUBSCRIBED -> forwardIf(now.to() || now.pendingOut(), now, now.withTo(false));
            case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> throw notASubscription(kind);
        };
    }

    /// A.2.3; without a request to approve it approves the next one in advance (3.4.2).
    private static SubscriptionStep approve(Standing now) {
        if (now.pendingIn()) {
            return SubscriptionStep.forward(now.withFrom(true));
        }
        return SubscriptionStep.keep(now.from() ? now : now.withApproved(true));
    }

    /// A.2.4; takes back an approval given in advance in any state (3.2.2).
    private static SubscriptionStep cancel(Standing now) {
        return forwardIf(
                now.from() || now.pendingIn(),
                now.withApproved(false),
                now.withFrom(false).withApproved(false));
    }

    /// A.3.1 and the automatic replies of 3.1.3.
    private static SubscriptionStep requested(Standing now) {
        if (now.from()) {
            return SubscriptionStep.reply(now);
        }
        if (now.approved()) {
            return SubscriptionStep.reply(now.withFrom(true));
        }
        return forwardIf(!now.pendingIn(), now, now.withPendingIn());
    }

    private static SubscriptionStep forwardIf(
            boolean condition, Standing otherwise, Standing next) {
        return condition ? SubscriptionStep.forward(next) : SubscriptionStep.keep(otherwise);
    }

    private static IllegalArgumentException notASubscription(PresenceKind kind) {
        return new IllegalArgumentException("not a subscription: " + kind);
    }
}
