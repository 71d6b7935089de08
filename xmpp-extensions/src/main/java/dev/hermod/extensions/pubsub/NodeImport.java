package dev.hermod.extensions.pubsub;

import dev.hermod.config.Limits;
import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.Creation;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.extensions.pubsub.PubSubStorage.Room;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.PortableInput;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Timestamps;
import dev.hermod.xml.FrozenElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Reads nodes of one account from a file (XEP-0227 4.10). What says nothing of a node's
/// configuration leaves it as if the account's client had made the node; an access that is not
/// known becomes none.
final class NodeImport {
    private static final int BATCH = 200;
    private static final long BATCH_BYTES = 1 << 20;

    /// XEP-0048. Servers that make it up from other bookmarks say that it keeps nothing.
    private static final String MADE_UP = "storage:bookmarks";

    private final Meetings meetings;
    private final Host host;
    private final Consumer<String> leftOut;
    private final Limits limits;

    /// @param leftOut told what could not be taken
    NodeImport(Meetings meetings, Host host, Consumer<String> leftOut) {
        this.meetings = meetings;
        this.host = host;
        this.leftOut = leftOut;
        this.limits = meetings.services().config().limits();
    }

    private PubSubStorage storage() {
        return meetings.storage();
    }

    /// Configurations, and who is what to a node.
    void readNodes(PortableInput in) throws IOException {
        for (FrozenElement one = in.next(); one != null; one = in.next()) {
            Node node = node(one.attr("node"));
            if (node == null) {
                continue;
            }
            switch (one.localName()) {
                case "configure" -> configure(node, one);
                case "affiliations" -> affiliate(node, one);
                case "subscriptions" ->
                        one.children("subscription", one.namespace())
                                .forEach(each -> subscribe(node, each));
                default -> leftOut.accept(one.localName() + " of the node " + node.id());
            }
        }
    }

    /// The node of this id, made where it is not there; `null` when it cannot be.
    private @Nullable Node node(@Nullable String id) {
        if (id == null || !Meetings.fits(id)) {
            leftOut.accept("a node without an id, or with one that is too long");
            return null;
        }
        Optional<Node> present = find(id);
        if (present.isPresent()) {
            return present.get();
        }
        Instant now = meetings.services().clock().instant();
        Node made = new Node(id, host.address(), now, host.fresh(id).toText(), 0);
        Creation creation = storage().create(host.address(), made, List.of(), limits.pubsubNodes());
        if (creation != Creation.CREATED) {
            leftOut.accept("the node " + id + ": there are too many");
            return null;
        }
        return made;
    }

    private Optional<Node> find(String id) {
        return storage().find(host.address(), id, host.address()).map(PubSubStorage.Seen::node);
    }

    private void configure(Node node, FrozenElement configure) {
        NodeConfig config = meetings.configs().of(node);
        try {
            Form form = DataForms.in(configure);
            for (Form.Field field : form == null ? List.<Form.Field>of() : form.fields()) {
                config = with(config, node, field);
            }
        } catch (StanzaException e) {
            leftOut.accept("the configuration of the node " + node.id() + ", which is no form");
        }
        storage().configure(host.address(), node.id(), config.toText(), keep(config));
    }

    /// Fields without a value are not set.
    private NodeConfig with(NodeConfig config, Node node, Form.Field field) {
        ConfigField known = ConfigField.of(field.name());
        boolean taken = known != ConfigField.PERSIST_ITEMS || !node.id().equals(MADE_UP);
        if (known == null || field.values().isEmpty() || !taken) {
            return config;
        }
        try {
            return config.with(new Form(Form.Type.SUBMIT, List.of(field)));
        } catch (StanzaException e) {
            leftOut.accept(
                    "%s of the node %s: %s".formatted(field.name(), node.id(), field.values()));
            return known == ConfigField.ACCESS_MODEL
                    ? config.with(Map.of(known.name(), AccessModel.WHITELIST.word()))
                    : config;
        }
    }

    private int keep(NodeConfig config) {
        return config.number(ConfigField.MAX_ITEMS, limits.pubsubItems());
    }

    private void affiliate(Node node, FrozenElement affiliations) {
        List<Affiliate> all = new ArrayList<>();
        for (FrozenElement one : affiliations.children("affiliation", affiliations.namespace())) {
            JID jid = Jids.parseOrNull(one.attr("jid"));
            Affiliation affiliation = Affiliation.of(one.attr("affiliation"));
            if (jid == null || affiliation == null) {
                leftOut.accept("an affiliation to the node " + node.id());
            } else if (!host.owns(Jids.bare(jid))) {
                all.add(new Affiliate(Jids.bare(jid), affiliation));
            }
        }
        if (!storage().affiliate(host.address(), node.id(), all, limits.pubsubAffiliations())) {
            leftOut.accept("the affiliations to the node " + node.id() + ": there are too many");
        }
    }

    private void subscribe(Node node, FrozenElement one) {
        JID jid = Jids.parseOrNull(one.attr("jid"));
        State state = state(one);
        if (jid == null || state == null) {
            leftOut.accept("a subscription to the node " + node.id());
            return;
        }
        SubscriptionOptions options = options(node, one);
        String subid = one.attr("subid");
        Instant expiry = Timestamps.parseOrNull(one.attr("expiry"));
        Subscription subscription =
                new Subscription(
                        node.id(),
                        jid,
                        subid == null ? UUID.randomUUID().toString() : subid,
                        state,
                        options.toText(),
                        expiry == null ? options.expires() : expiry);
        if (!storage().subscribe(host.address(), subscription, limits.pubsubSubscriptions())) {
            leftOut.accept("the subscription of " + jid + " to the node " + node.id());
        }
    }

    /// Prosody 0.12 writes the attribute by a wrong name.
    private static @Nullable State state(FrozenElement one) {
        String named = one.attr("subscription");
        return switch (named == null ? one.attr("subscribed") : named) {
            case "subscribed", "unconfigured" -> State.SUBSCRIBED;
            case "pending" -> State.PENDING;
            case null, default -> null;
        };
    }

    private SubscriptionOptions options(Node node, FrozenElement subscription) {
        FrozenElement options = subscription.child("options", subscription.namespace());
        try {
            Form form = options == null ? null : DataForms.in(options);
            return form == null ? SubscriptionOptions.PLAIN : SubscriptionOptions.PLAIN.with(form);
        } catch (StanzaException e) {
            leftOut.accept("options of a subscription to the node " + node.id());
            return SubscriptionOptions.PLAIN;
        }
    }

    /// What the nodes hold.
    void readItems(PortableInput in) throws IOException {
        for (PortableInput items = in.enter(); items != null; items = in.enter()) {
            FrozenElement head = items.head();
            if (!head.is("items", PubSub.NAMESPACE)) {
                leftOut.accept(head.localName() + " in " + head.namespace());
                continue;
            }
            Node node = node(head.attr("node"));
            if (node != null) {
                readItems(node, items);
            }
        }
    }

    private void readItems(Node node, PortableInput items) throws IOException {
        List<Item> batch = new ArrayList<>();
        long bytes = 0;
        long trimmed = 0;
        for (FrozenElement one = items.next(); one != null; one = items.next()) {
            Item item = item(one);
            if (item == null) {
                leftOut.accept("something in the node " + node.id() + " that is no item");
                continue;
            }
            batch.add(item);
            String payload = item.payload();
            bytes += payload == null ? 0 : payload.length();
            if (batch.size() == BATCH || bytes > BATCH_BYTES) {
                trimmed += publish(node, batch);
                batch.clear();
                bytes = 0;
            }
        }
        trimmed += publish(node, batch);
        if (trimmed > 0) {
            leftOut.accept("the %d oldest items of the node %s".formatted(trimmed, node.id()));
        }
    }

    private @Nullable Item item(FrozenElement one) {
        String named = one.attr("id");
        String id = named == null || named.isEmpty() ? UUID.randomUUID().toString() : named;
        List<FrozenElement> payloads = one.childElements();
        if (!one.localName().equals("item") || payloads.size() > 1 || !Meetings.fits(id)) {
            return null;
        }
        String payload = payloads.isEmpty() ? null : payloads.getFirst().asXML();
        if (payload != null
                && payload.getBytes(StandardCharsets.UTF_8).length > limits.pubsubItemBytes()) {
            return null;
        }
        JID publisher = Jids.parseOrNull(one.attr("publisher"));
        Instant now = meetings.services().clock().instant();
        return new Item(id, publisher == null ? host.address() : publisher, now, payload);
    }

    /// How many did not fit.
    private int publish(Node node, List<Item> items) {
        NodeConfig config = meetings.configs().of(node);
        Room room = new Room(keep(config), false);
        return items.isEmpty()
                ? 0
                : storage().publish(host.address(), node.id(), items, room).trimmed().size();
    }
}
