package dev.hermod.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What an account told its operators of somebody (XEP-0377).
///
/// @param id given by the storage, rising; 0 before it is stored
/// @param reporter the account
/// @param reported whom it blocked
/// @param reason a URN, such as `urn:xmpp:reporting:spam`
/// @param text in the reporter's words
/// @param messages ids of messages in archives that it is about
/// @param forOrigin whether the reporter agrees that the other's server is told
/// @param forOthers whether the reporter agrees that third parties are told
public record Report(
        long id,
        Instant at,
        JID reporter,
        JID reported,
        String reason,
        @Nullable String text,
        List<Reference> messages,
        boolean forOrigin,
        boolean forOthers) {
    public Report {
        messages = List.copyOf(messages);
    }

    /// A message (XEP-0359).
    ///
    /// @param by whose archive gave the id
    public record Reference(String by, String id) {}
}
