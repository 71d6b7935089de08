package dev.hermod.extensions;

import dev.hermod.feature.Xep;

/// Extensions that work because a server carries what it does not know; named here for the list of
/// protocols.
@Xep(number = 85, title = "Chat State Notifications", version = "2.1", status = Xep.Status.PASSIVE)
@Xep(
        number = 184,
        title = "Message Delivery Receipts",
        version = "1.4.0",
        status = Xep.Status.PASSIVE)
final class PassiveExtensions {
    private PassiveExtensions() {}
}
