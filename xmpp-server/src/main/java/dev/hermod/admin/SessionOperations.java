package dev.hermod.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What an operator may do to the sessions of this node.
public interface SessionOperations {
    /// Up to `limit` sessions in order of address, after `after` (exclusive) when given.
    List<SessionSummary> list(@Nullable JID after, int limit);

    /// Up to `limit` accounts (bare JIDs) of a domain that have sessions here, in order of address.
    List<JID> accounts(String domain, Activity activity, int limit);

    /// How many accounts of a domain have sessions here.
    long count(String domain, Activity activity);

    /// Sends a headline from a domain to everybody who is online there and available; nobody keeps
    /// it.
    ///
    /// @return to how many sessions
    int announce(String domain, String text);

    /// Ends one session (full JID) or all of an account (bare JID) with a stream error.
    ///
    /// @param text said to the client
    /// @return how many were ended
    int end(JID address, @Nullable String text);
}
