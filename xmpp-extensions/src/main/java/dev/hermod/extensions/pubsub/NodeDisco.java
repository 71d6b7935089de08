package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.extensions.pubsub.PubSubStorage.NodePage;
import dev.hermod.extensions.pubsub.PubSubStorage.NodeWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.feature.DiscoInfo;
import dev.hermod.feature.DiscoItem;
import dev.hermod.feature.Identity;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.RsmRequest;
import dev.hermod.stanza.RsmResponse;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.xmpp.packet.JID;

/// What service discovery says of nodes (XEP-0060 5.1 to 5.5, XEP-0248 5), to those who may know.
public final class NodeDisco {
    private static final List<ConfigField> TOLD =
            List.of(
                    ConfigField.TITLE,
                    ConfigField.DESCRIPTION,
                    ConfigField.LANGUAGE,
                    ConfigField.TYPE,
                    ConfigField.CONTACT,
                    ConfigField.ACCESS_MODEL,
                    ConfigField.PUBLISH_MODEL,
                    ConfigField.MAX_ITEMS);

    /// Nodes that are looked at together behind those that the asker may not know of.
    private static final int AT_A_TIME = 200;

    private final Services services;
    private final Meetings meetings;
    private final Access access;

    NodeDisco(Services services, Meetings meetings, Access access) {
        this.services = services;
        this.meetings = meetings;
        this.access = access;
    }

    /// Nodes, and which part of all of them they are.
    ///
    /// @param complete whether there is nothing further in the direction that was asked for
    public record Nodes(List<DiscoItem> items, RsmResponse part, boolean complete) {
        public Nodes {
            items = List.copyOf(items);
        }
    }

    private Optional<Meeting> visible(Host host, String node, JID asker) {
        return meetings.find(host, node, asker).filter(access::sees);
    }

    /// Of a node; empty when there is none that the asker may know of.
    public Optional<DiscoInfo> info(Host host, String node, JID asker) {
        return visible(host, node, asker)
                .map(meeting ->
                        new DiscoInfo(
                                List.of(
                                        new Identity(
                                                "pubsub",
                                                meeting.config().collection()
                                                        ? "collection"
                                                        : "leaf",
                                                name(meeting.config()))),
                                List.of(
                                        PubSub.NAMESPACE,
                                        "http://jabber.org/protocol/disco#info",
                                        "http://jabber.org/protocol/disco#items"),
                                List.of(metadata(meeting))));
    }

    private static @org.jspecify.annotations.Nullable String name(NodeConfig config) {
        String title = config.text(ConfigField.TITLE);
        return title.isEmpty() ? null : title;
    }

    private Form metadata(Meeting meeting) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(Form.FORM_TYPE, FieldType.HIDDEN, null, PubSub.META_DATA));
        Form config = meeting.config().form(Form.Type.RESULT);
        for (ConfigField field : TOLD) {
            List<String> values = config.values(field.variable());
            if (!values.isEmpty() && !values.getFirst().isEmpty()) {
                fields.add(field(field.variable(), field.type(), values));
            }
        }
        fields.add(
                field(
                        "pubsub#creator",
                        FieldType.JID_SINGLE,
                        List.of(meeting.node().creator().toString())));
        fields.add(
                field(
                        "pubsub#creation_date",
                        FieldType.TEXT_SINGLE,
                        List.of(Timestamps.format(meeting.node().created()))));
        fields.add(field("pubsub#owner", FieldType.JID_MULTI, owners(meeting)));
        fields.add(
                field(
                        "pubsub#num_subscribers",
                        FieldType.TEXT_SINGLE,
                        List.of(Integer.toString(subscribers(meeting)))));
        return new Form(Form.Type.RESULT, fields);
    }

    private static Field field(String name, FieldType type, List<String> values) {
        return Field.of(name, type, null, values.toArray(String[]::new));
    }

    private List<String> owners(Meeting meeting) {
        return meeting.host().personal()
                ? List.of(meeting.owner().toString())
                : meetings.storage().affiliates(meeting.owner(), meeting.id()).stream()
                        .filter(one -> one.affiliation() == Affiliation.OWNER)
                        .map(Affiliate::jid)
                        .map(JID::toString)
                        .toList();
    }

    private int subscribers(Meeting meeting) {
        return (int)
                meetings.storage().subscriptions(meeting.owner(), meeting.id()).stream()
                        .filter(one -> one.state() == PubSubStorage.State.SUBSCRIBED)
                        .count();
    }

    /// The nodes of a host that belong to no collection, and that the asker may know of; what is
    /// said of the page names no other.
    public Nodes nodes(Host host, JID asker, RsmRequest wish) {
        int most = wish.limit(services.config().limits().pubsubPage());
        boolean backward = wish.before() != null;
        Map<String, Affiliation> known =
                meetings.storage().affiliations(host.address(), Jids.bare(asker));
        List<DiscoItem> items = new ArrayList<>();
        NodeWindow window = new NodeWindow(wish.after(), wish.before(), most);
        NodePage page;
        do {
            page = meetings.storage().nodes(host.address(), window);
            List<Node> nodes = backward ? page.nodes().reversed() : page.nodes();
            nodes.stream()
                    .map(node -> meeting(host, node, asker, known))
                    .filter(this::listed)
                    .limit(most - items.size())
                    .forEach(node -> items.add(item(node)));
            window = further(window, page, backward);
        } while (window.most() > 0 && items.size() < most);
        List<DiscoItem> ordered = backward ? items.reversed() : items;
        boolean counted = host.owns(Jids.bare(asker)) || !host.personal();
        return new Nodes(ordered, part(ordered, page, counted), window.most() == 0);
    }

    private boolean listed(Meeting meeting) {
        return meeting.config().text(ConfigField.COLLECTION).isEmpty() && access.sees(meeting);
    }

    private static DiscoItem item(Meeting meeting) {
        return new DiscoItem(meeting.owner(), meeting.id(), name(meeting.config()));
    }

    /// What lies beyond a page; nothing where that was the end.
    private static NodeWindow further(NodeWindow window, NodePage page, boolean backward) {
        List<Node> nodes = page.nodes();
        if (nodes.isEmpty() || nodes.size() < window.most()) {
            return new NodeWindow(null, null, 0);
        }
        int most = Math.max(window.most(), AT_A_TIME);
        return backward
                ? new NodeWindow(window.after(), nodes.getFirst().id(), most)
                : new NodeWindow(nodes.getLast().id(), null, most);
    }

    private static RsmResponse part(List<DiscoItem> items, NodePage page, boolean counted) {
        OptionalInt count =
                counted
                        ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, page.total()))
                        : OptionalInt.empty();
        return items.isEmpty()
                ? new RsmResponse(null, OptionalInt.empty(), null, count)
                : new RsmResponse(
                        items.getFirst().node(),
                        OptionalInt.empty(),
                        items.getLast().node(),
                        count);
    }

    private Meeting meeting(Host host, Node node, JID asker, Map<String, Affiliation> known) {
        Affiliation standing =
                host.owns(Jids.bare(asker))
                        ? Affiliation.OWNER
                        : known.getOrDefault(node.id(), Affiliation.NONE);
        return new Meeting(host, node, meetings.configs().of(node), asker, standing);
    }

    /// The items of a node, or the nodes of a collection; empty when there is no node that the
    /// asker may know of.
    public Optional<List<DiscoItem>> items(Host host, String node, JID asker)
            throws StanzaException {
        Optional<Meeting> found = visible(host, node, asker);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Meeting meeting = found.get();
        if (meeting.config().collection()) {
            return Optional.of(children(meeting));
        }
        if (!access.reads(meeting)) {
            return Optional.of(List.of());
        }
        int most = services.config().limits().pubsubPage();
        ItemWindow window =
                new ItemWindow(
                        Order.MODIFICATION,
                        false,
                        null,
                        "",
                        most,
                        services.config().limits().pubsubPageBytes());
        return Optional.of(
                meetings.storage().page(meeting.owner(), node, window).items().stream()
                        .map(Item::id)
                        .map(id -> new DiscoItem(host.address(), null, id))
                        .toList());
    }

    private List<DiscoItem> children(Meeting parent) {
        int most = services.config().limits().pubsubPage();
        Map<String, Affiliation> known =
                meetings.storage().affiliations(parent.owner(), parent.bare());
        return meetings
                .storage()
                .nodes(parent.owner(), new NodeWindow(null, null, most))
                .nodes()
                .stream()
                .map(node -> meeting(parent.host(), node, parent.asker(), known))
                .filter(node -> node.config().text(ConfigField.COLLECTION).equals(parent.id()))
                .filter(access::sees)
                .map(NodeDisco::item)
                .toList();
    }
}
