package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.extensions.pubsub.PubSubStorage.NodeWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Placed;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.PortableInput;
import dev.hermod.feature.PortableOutput;
import dev.hermod.feature.PortablePart;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.xmpp.packet.JID;

/// The nodes of an account that moves (XEP-0227 4.10): their configuration and who is what to them,
/// then their items, both a page at a time. When an item was published is not told.
///
/// @param hosts makes the host of an account
record PortableNodes(Meetings meetings, Access access, Function<JID, Host> hosts)
        implements PortablePart {
    private static final int NODES = 100;
    private static final int ITEMS = 200;
    private static final long ITEM_BYTES = 1 << 20;

    @Override
    public void write(JID account, PortableOutput out) throws IOException {
        Instant now = meetings.services().clock().instant();
        if (storage().nodes(account, new NodeWindow(null, null, 1)).nodes().isEmpty()) {
            return;
        }
        out.element(
                FrozenElement.named("pubsub", PubSub.OWNER).build(),
                () -> eachNode(account, now, node -> configuration(account, node, out)));
        out.element(
                FrozenElement.named("pubsub", PubSub.NAMESPACE).build(),
                () -> eachNode(account, now, node -> items(account, node, now, out)));
    }

    private interface Writing {
        void write(Node node) throws IOException;
    }

    /// A node that comes in between has none of its parts in the file rather than one.
    private void eachNode(JID account, Instant until, Writing writing) throws IOException {
        List<Node> page = storage().nodes(account, new NodeWindow(null, null, NODES)).nodes();
        while (!page.isEmpty()) {
            for (Node node : page) {
                if (!node.created().isAfter(until)) {
                    writing.write(node);
                }
            }
            String last = page.getLast().id();
            page = storage().nodes(account, new NodeWindow(last, null, NODES)).nodes();
        }
    }

    private void configuration(JID account, Node node, PortableOutput out) throws IOException {
        Form form = meetings.configs().of(node).form(Form.Type.SUBMIT);
        out.element(head("configure", PubSub.OWNER, node).child(DataForms.element(form)).build());
        List<Affiliate> affiliates = storage().affiliates(account, node.id());
        if (!affiliates.isEmpty()) {
            out.element(
                    head("affiliations", PubSub.OWNER, node)
                            .children(affiliates.stream().map(Managing::written).toList())
                            .build());
        }
        List<FrozenElement> subscriptions =
                storage().subscriptions(account, node.id()).stream()
                        .filter(access::runs)
                        .map(PortableNodes::written)
                        .toList();
        if (!subscriptions.isEmpty()) {
            out.element(head("subscriptions", PubSub.OWNER, node).children(subscriptions).build());
        }
    }

    private static FrozenElement.Builder head(String name, String namespace, Node node) {
        return FrozenElement.named(name, namespace).attribute("node", node.id());
    }

    private static FrozenElement written(Subscription one) {
        FrozenElement written = Subscribing.written(PubSub.OWNER, one, false).with("node", null);
        SubscriptionOptions options = Subscribing.options(one);
        return options.equals(SubscriptionOptions.PLAIN)
                ? written
                : written.withChild(
                        FrozenElement.named("options", PubSub.OWNER)
                                .child(DataForms.element(options.form(Form.Type.SUBMIT)))
                                .build());
    }

    private void items(JID account, Node node, Instant now, PortableOutput out) throws IOException {
        NodeConfig config = meetings.configs().of(node);
        Instant since = config.expires() ? now.minusSeconds(config.itemSeconds()) : Instant.EPOCH;
        out.element(
                head("items", PubSub.NAMESPACE, node).build(),
                () -> {
                    List<Placed> page = above(account, node, 0);
                    while (!page.isEmpty()) {
                        for (Placed placed : page) {
                            if (!placed.item().published().isBefore(since)) {
                                out.element(written(placed.item()));
                            }
                        }
                        page = above(account, node, page.getLast().position());
                    }
                });
    }

    private List<Placed> above(JID account, Node node, long position) {
        return storage().above(account, node.id(), position, ITEMS, ITEM_BYTES);
    }

    private static FrozenElement written(Item item) {
        return FrozenElement.named("item", PubSub.NAMESPACE)
                .attribute("id", item.id())
                .attribute("publisher", item.publisher().toString())
                .child(Items.payload(item))
                .build();
    }

    @Override
    public boolean reads(String localName, String namespace) {
        return localName.equals("pubsub")
                && (namespace.equals(PubSub.OWNER) || namespace.equals(PubSub.NAMESPACE));
    }

    @Override
    public void read(JID account, PortableInput in) throws IOException {
        NodeImport nodes = new NodeImport(meetings, hosts.apply(account), in::leftOut);
        if (in.head().namespace().equals(PubSub.OWNER)) {
            nodes.readNodes(in);
        } else {
            nodes.readItems(in);
        }
    }

    private PubSubStorage storage() {
        return meetings.storage();
    }
}
