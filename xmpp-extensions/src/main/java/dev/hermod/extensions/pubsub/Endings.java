package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/// Ends subscriptions without being asked: of addresses that notifications do not reach (XEP-0060
/// 12.4), and temporary ones of who has gone offline (12.5).
public final class Endings {
    private final Meetings meetings;
    private final NodeLocks locks;
    private final Subscribing subscribing;
    private final SentNotifications sent;
    private final TemporarySubscribers temporary;

    Endings(
            Meetings meetings,
            NodeLocks locks,
            Subscribing subscribing,
            SentNotifications sent,
            TemporarySubscribers temporary) {
        this.meetings = meetings;
        this.locks = locks;
        this.subscribing = subscribing;
        this.sent = sent;
        this.temporary = temporary;
    }

    /// Whether a message is the error of a notification; does not block.
    public boolean concerns(Message message) {
        SentNotifications.Sent notification = sent.find(message.getID());
        return message.getType() == Message.Type.error
                && notification != null
                && notification.host().address().equals(message.getTo());
    }

    /// Takes such a message. Blocks.
    public void bounced(Message message) throws StanzaException {
        SentNotifications.Sent notification = sent.find(message.getID());
        if (notification != null && lasts(message)) {
            Host host = notification.host();
            for (Subscription one :
                    meetings.storage().subscriptions(host.address(), notification.node())) {
                if (one.jid().equals(message.getFrom())) {
                    end(host, one);
                }
            }
        }
    }

    private static boolean lasts(Message message) {
        FrozenElement error = Stanzas.element(message).child("error", Stanzas.CLIENT);
        return error != null
                && ("cancel".equals(error.attr("type"))
                        || error.child("gone", Stanzas.ERRORS) != null);
    }

    private void end(Host host, Subscription one) throws StanzaException {
        locks.changing(
                host,
                one.node(),
                () -> {
                    meetings.find(host, one.node(), one.jid())
                            .ifPresent(meeting -> subscribing.ended(meeting, one));
                    return true;
                });
    }

    /// Whether it may matter that somebody goes offline; does not block.
    public boolean concerns(JID leaving) {
        return temporary.mayBe(Jids.bare(leaving));
    }

    /// A resource has gone offline. Blocks.
    ///
    /// @param last whether no other resource of its account is online
    /// @param hosts where it is known to have gone offline, `null` elsewhere
    public void left(JID resource, boolean last, Function<JID, @Nullable Host> hosts)
            throws StanzaException {
        JID bare = Jids.bare(resource);
        // Whoever subscribes from here on is noted again.
        if (!temporary.known().remove(bare)) {
            return;
        }
        boolean others = false;
        Map<JID, List<Subscription>> all = meetings.storage().subscriptionsOf(bare);
        for (Map.Entry<JID, List<Subscription>> of : all.entrySet()) {
            Host host = hosts.apply(of.getKey());
            for (Subscription one : of.getValue()) {
                if (!Subscribing.options(one).temporary()) {
                    continue;
                }
                boolean gone = one.jid().equals(resource) || (last && one.jid().equals(bare));
                if (host != null && gone) {
                    end(host, one);
                } else {
                    others = true;
                }
            }
        }
        if (others) {
            temporary.known().add(bare);
        }
    }
}
