package dev.hermod.roster;

/// What a subscription stanza does.
///
/// @param next how owner and contact stand afterwards
/// @param forward outbound: the stanza is routed to the contact; inbound: it is delivered to the
///   owner's resources
/// @param reply the server answers `subscribed` in the owner's name; inbound only
record SubscriptionStep(Standing next, boolean forward, boolean reply) {
    static SubscriptionStep forward(Standing next) {
        return new SubscriptionStep(next, true, false);
    }

    static SubscriptionStep keep(Standing next) {
        return new SubscriptionStep(next, false, false);
    }

    static SubscriptionStep reply(Standing next) {
        return new SubscriptionStep(next, false, true);
    }
}
