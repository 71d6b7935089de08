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
import java.util.function.Predicate;
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
    /// @param hosts makes hosts of owners, a hundred at a time, which know at once what the
    ///   recipient is to them
    public void send(JID to, List<JID> owners, Collection<String> nodes, Hosts hosts) {
        send(to, owners, nodes, hosts, _ -> true);
    }

    /// The same, of nodes with some access only.
    public void send(
            JID to,
            List<JID> owners,
            Collection<String> nodes,
            Hosts hosts,
            Predicate<AccessModel> access) {
        for (int from = 0; from < owners.size(); from += OWNERS) {
            List<JID> some = owners.subList(from, Math.min(owners.size(), from + OWNERS));
            Function<JID, Host> known = hosts.of(some);
            Map<JID, Long> changes = new HashMap<>();
            some.forEach(owner -> changes.put(owner, locks.changes(known.apply(owner), "")));
            for (LastItem last : last(some, nodes, to)) {
                if (access.test(meetings.configs().of(last.node()).access())) {
                    long seen = changes.getOrDefault(last.owner(), -1L);
                    send(to, known.apply(last.owner()), last, seen);
                }
            }
        }
    }

    /// Makes hosts of accounts.
    @FunctionalInterface
    public interface Hosts {
        /// May ask storage, once.
        Function<JID, Host> of(List<JID> owners);
    }

    /// Sends the last item of a node to somebody who has come to be told of it, while nobody else
    /// changes the node.
    void remind(JID to, Host host, String node) {
        last(List.of(host.address()), List.of(node), to).forEach(last -> send(to, host, last));
    }

    private List<LastItem> last(Collection<JID> owners, Collection<String> nodes, JID to) {
        return meetings.storage().last(owners, nodes, Jids.bare(to));
    }

    private void send(JID to, Host host, LastItem last, long changes) {
        String node = last.node().id();
        try {
            locks.reading(
                    host,
                    node,
                    () -> {
                        if (locks.changes(host, node) == changes) {
                            send(to, host, last);
                        } else {
                            last(List.of(host.address()), List.of(node), to)
                                    .forEach(anew -> send(to, host, anew));
                        }
                        return true;
                    });
        } catch (StanzaException busy) {
            log.debug("{} is not told the last item of {}", to, host.address());
        }
    }

    private void send(JID to, Host host, LastItem last) {
        NodeConfig config = meetings.configs().of(last.node());
        Affiliation standing = host.owns(Jids.bare(to)) ? Affiliation.OWNER : last.asker();
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
