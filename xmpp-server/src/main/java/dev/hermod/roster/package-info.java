/// Rosters and presence subscriptions (RFC 6121 2 and 3). The rules are pure
/// ([SubscriptionStates]); storage is changed first, then the view that an online account carries,
/// then its resources are told.
@NullMarked
package dev.hermod.roster;

import org.jspecify.annotations.NullMarked;
