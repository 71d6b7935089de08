/// The application server of XEP-0357 that takes push notifications to APNs, FCM and Web Push.
///
/// Delivery is not there yet, so nothing is offered and nothing is advertised: a client that found
/// `urn:xmpp:push:0` would rely on it.
@NullMarked
package dev.hermod.push;

import org.jspecify.annotations.NullMarked;
