package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xmpp.packet.JID;

/// The nodes of accounts, as the accounts themselves see them.
final class AccountNodes implements PersonalNodes {
    private final Function<JID, Host> hosts;
    private final Meetings meetings;
    private final Access access;
    private final Publishing publishing;
    private final NodeLocks locks;
    private final Hooks hooks;

    AccountNodes(
            Function<JID, Host> hosts,
            Meetings meetings,
            Access access,
            Publishing publishing,
            NodeLocks locks,
            Hooks hooks) {
        this.hosts = hosts;
        this.meetings = meetings;
        this.access = access;
        this.publishing = publishing;
        this.locks = locks;
        this.hooks = hooks;
    }

    @Override
    public void publish(JID account, JID publisher, String node, String id, FrozenElement payload)
            throws StanzaException {
        FrozenElement item =
                FrozenElement.named("item", PubSub.NAMESPACE)
                        .attribute("id", id)
                        .child(payload)
                        .build();
        Publishing.Wish wish = new Publishing.Wish(node, List.of(item), null);
        Host host = hosts.apply(account);
        locks.changing(host, node, () -> publishing.publish(host, publisher, wish));
    }

    @Override
    public boolean retract(JID account, String node, String id) throws StanzaException {
        Host host = hosts.apply(account);
        return locks.changing(
                host,
                node,
                () -> {
                    Optional<Meeting> meeting = meetings.find(host, node, account);
                    if (meeting.isEmpty() || item(account, node, id).isEmpty()) {
                        return false;
                    }
                    publishing.retract(meeting.get(), List.of(id), null);
                    return true;
                });
    }

    @Override
    public Optional<NodeItem> item(JID account, String node, String id) {
        return items(account, node, List.of(id)).stream().findFirst();
    }

    @Override
    public List<NodeItem> items(JID account, String node, List<String> ids) {
        return meetings.storage().items(account, node, ids).stream()
                .map(AccountNodes::read)
                .toList();
    }

    private static NodeItem read(Item item) {
        return new NodeItem(item.id(), item.publisher(), item.published(), Items.payload(item));
    }

    @Override
    public List<NodeItem> newest(JID account, String node, int most) {
        ItemWindow window =
                new ItemWindow(Order.MODIFICATION, false, null, "", most, Long.MAX_VALUE);
        return meetings.storage().page(account, node, window).items().stream()
                .map(AccountNodes::read)
                .toList();
    }

    @Override
    public boolean readable(JID account, String node, JID by) {
        return meetings.find(hosts.apply(account), node, by).filter(access::reads).isPresent();
    }

    @Override
    public Optional<AccessModel> access(JID account, String node) {
        return meetings.find(hosts.apply(account), node, account)
                .map(meeting -> meeting.config().access());
    }

    @Override
    public void onChange(String node, NodeHook hook) {
        hooks.add(node, hook);
    }
}
