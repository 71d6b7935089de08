package dev.hermod.feature;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Who is online on this node.
public interface Sessions {
    /// The account of a bare or full JID, `null` when it has no bound resource.
    @Nullable OnlineAccount account(JID address);

    /// The session with exactly this full JID.
    @Nullable Session session(JID fullJid);

    Collection<? extends OnlineAccount> accounts();

    int count();
}
