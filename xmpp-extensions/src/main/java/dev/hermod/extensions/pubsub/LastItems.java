package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.LastItem;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/// Sends the last items of nodes of accounts to a resource that has come online (XEP-0163 4.3.4).
/// What was published meanwhile comes by itself: an item that is no longer the last one is never
/// sent after the one that followed it.
public final class LastItems {
    private static final Logger log = LoggerFactory.getLogger(LastItems.class);

    /// Owners in one question to storage.
    private static final int OWNERS = 100;

    private final Meetings meetings;
    private final Access access;
    private final Notifications notifications;
    private final NodeLocks locks;

    LastItems(Meetings meetings, Access access, Notifications notifications, NodeLocks locks) {
        this.meetings = meetings;
        this.access = access;
        this.notifications = notifications;
        this.locks = locks;
    }

    /// Sends what there is of these nodes and may be read.
    ///
    /// @param to full JID
    /// @param owners accounts whose presence it receives, its own among them
    /// @param nodes that it is interested in
    public void send(
            JID to, List<JID> owners, Collection<String> nodes, Function<JID, Host> hosts) {
        for (int from = 0; from < owners.size(); from += OWNERS) {
            List<JID> some = owners.subList(from, Math.min(owners.size(), from + OWNERS));
            Map<JID, Long> changes = new HashMap<>();
            some.forEach(owner -> changes.put(owner, locks.changes(hosts.apply(owner), "")));
            for (LastItem last : meetings.storage().last(some, nodes)) {
                Host host = hosts.apply(last.owner());
                send(to, host, last, changes.getOrDefault(last.owner(), -1L));
            }
        }
    }

    private void send(JID to, Host host, LastItem last, long changes) {
        try {
            locks.reading(
                    host,
                    last.node().id(),
                    () -> {
                        if (locks.changes(host, last.node().id()) == changes) {
                            send(to, host, last);
                        } else {
                            meetings.storage()
                                    .last(List.of(host.address()), List.of(last.node().id()))
                                    .forEach(anew -> send(to, host, anew));
                        }
                        return true;
                    });
        } catch (StanzaException busy) {
            log.debug("{} is not told the last item of {}", to, host.address());
        }
    }

    private void send(JID to, Host host, LastItem last) {
        JID bare = Jids.bare(to);
        NodeConfig config = NodeConfig.parse(last.node().config());
        Affiliation standing = Affiliation.OWNER;
        if (!host.owns(bare)) {
            standing =
                    meetings.storage()
                            .find(host.address(), last.node().id(), bare)
                            .map(PubSubStorage.Seen::asker)
                            .orElse(Affiliation.NONE);
        }
        Meeting meeting = new Meeting(host, last.node(), config, to, standing);
        boolean wanted =
                config.text(ConfigField.SEND_LAST_PUBLISHED_ITEM).equals("on_sub_and_presence")
                        && config.flag(ConfigField.DELIVER_NOTIFICATIONS);
        if (!wanted || expired(config, last) || !access.reads(meeting)) {
            return;
        }
        boolean payload = config.flag(ConfigField.DELIVER_PAYLOADS);
        FrozenElement item =
                Items.item(
                        PubSub.EVENT,
                        meeting,
                        last.item(),
                        payload ? Items.payload(last.item()) : null);
        notifications.remind(
                meeting,
                to,
                Items.of(PubSub.EVENT, meeting.id(), List.of(item)),
                last.item().publisher(),
                last.item().published());
    }

    private boolean expired(NodeConfig config, LastItem last) {
        return config.expires()
                && last.item()
                        .published()
                        .plusSeconds(config.itemSeconds())
                        .isBefore(meetings.services().clock().instant());
    }
}
