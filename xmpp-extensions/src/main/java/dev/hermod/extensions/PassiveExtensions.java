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
@Xep(
        number = 333,
        title = "Displayed Markers",
        version = "1.0.0",
        status = Xep.Status.PASSIVE,
        note = "A marker reads the inbox of who sends it (XEP-0430).")
final class PassiveExtensions {
    private PassiveExtensions() {}
}
