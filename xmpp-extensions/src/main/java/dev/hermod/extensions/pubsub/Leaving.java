package dev.hermod.extensions.pubsub;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionListener;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.StorageUnavailableException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/// Ends temporary subscriptions of sessions of this server that become unavailable.
///
/// @param hosts whose nodes it is about, `null` for others
public record Leaving(Endings endings, Function<JID, @Nullable Host> hosts)
        implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    @Override
    public void unavailable(Session session, Presence said) {
        JID resource = session.address();
        OnlineAccount account = session.account();
        boolean last = account.sessions().stream().noneMatch(Session::available);
        left(resource, last);
    }

    /// Somebody has gone offline; does not block.
    ///
    /// @param last whether no other resource of theirs is online
    public void left(JID resource, boolean last) {
        if (endings.concerns(resource)) {
            Thread.ofVirtual().name("temporary subscriptions").start(() -> end(resource, last));
        }
    }

    private void end(JID resource, boolean last) {
        try {
            endings.left(resource, last, hosts);
        } catch (StanzaException | StorageUnavailableException e) {
            log.warn("temporary subscriptions of {} go on: {}", resource, e.getMessage());
        }
    }
}
