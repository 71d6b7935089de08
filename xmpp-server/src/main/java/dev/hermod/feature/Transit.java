package dev.hermod.feature;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What is known of a message beside itself.
///
/// @param origin the local session that sent it; `null` when it comes from elsewhere or from the
///   server
/// @param sender the local account that sent it (bare), `null` for others
/// @param recipient the local account it is for (bare), `null` for others
/// @param ids the committed id in each archive by owner (bare JID); empty before the commit and
///   when it is not kept
/// @param sending the sender's state, where it is known
/// @param receiving the recipient's state, where it is known
public record Transit(
        @Nullable Session origin,
        @Nullable JID sender,
        @Nullable JID recipient,
        Map<JID, Long> ids,
        @Nullable RoutedAccount sending,
        @Nullable RoutedAccount receiving) {
    /// Of a message of whose accounts no state is known.
    public Transit(
            @Nullable Session origin,
            @Nullable JID sender,
            @Nullable JID recipient,
            Map<JID, Long> ids) {
        this(origin, sender, recipient, ids, null, null);
    }

    public Transit withIds(Map<JID, Long> committed) {
        return new Transit(origin, sender, recipient, committed, sending, receiving);
    }
}
