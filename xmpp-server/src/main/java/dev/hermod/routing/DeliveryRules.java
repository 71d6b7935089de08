package dev.hermod.routing;

import org.xmpp.packet.Message;

/// RFC 6121 8.5 for messages to local accounts, as a table: what becomes of a message that no
/// feature has taken.
final class DeliveryRules {
    /// What is to be done with a message.
    enum Outcome {
        /// To the resource it names.
        TO_RESOURCE,
        /// To all available resources with a priority that is not negative; kept for later where
        /// there is none.
        TO_ACCOUNT,
        /// To all such resources that there are; where there is none, nobody is told.
        TO_ACCOUNT_OR_NOBODY,
        IGNORE,
        SERVICE_UNAVAILABLE
    }

    private DeliveryRules() {}

    /// To `user@domain` (8.5.2). We deliver to all resources rather than the most available one: a
    /// phone left at home with a high priority must not hide a message from the laptop.
    static Outcome toBareJid(Message.Type type) {
        return switch (type) {
            case normal, chat -> Outcome.TO_ACCOUNT;
            case headline -> Outcome.TO_ACCOUNT_OR_NOBODY;
            case groupchat -> Outcome.SERVICE_UNAVAILABLE;
            case error -> Outcome.IGNORE;
        };
    }

    /// To `user@domain/resource` (8.5.3).
    ///
    /// @param connected whether a session has exactly that full JID, available or not
    static Outcome toFullJid(Message.Type type, boolean connected) {
        if (connected) {
            return Outcome.TO_RESOURCE;
        }
        return switch (type) {
            case chat -> Outcome.TO_ACCOUNT;
            case normal, groupchat, headline -> Outcome.SERVICE_UNAVAILABLE;
            case error -> Outcome.IGNORE;
        };
    }
}
