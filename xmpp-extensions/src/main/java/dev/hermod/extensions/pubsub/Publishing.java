package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PersonalNodes.NodeItem;
import dev.hermod.extensions.pubsub.PubSubStorage.Creation;
import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.Room;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Publishes items and takes them back (XEP-0060 7), one node at a time.
final class Publishing {
    private static final String ITEM_REQUIRED = "item-required";

    private final Services services;
    private final Meetings meetings;
    private final Access access;
    private final Notifications notifications;
    private final Hooks hooks;

    Publishing(
            Services services,
            Meetings meetings,
            Access access,
            Notifications notifications,
            Hooks hooks) {
        this.services = services;
        this.meetings = meetings;
        this.access = access;
        this.notifications = notifications;
        this.hooks = hooks;
    }

    /// What somebody wants to publish.
    ///
    /// @param items as elements; their namespace does not matter
    /// @param options preconditions, `null` for none
    record Wish(String node, List<FrozenElement> items, @Nullable Form options) {}

    /// Publishes, in the name of who asks for it.
    ///
    /// @return the ids of what was published
    List<String> publish(Host host, JID publisher, Wish wish) throws StanzaException {
        Meeting meeting = node(host, publisher, wish);
        access.requirePublisher(meeting);
        if (meeting.config().collection()) {
            throw PubSubErrors.unsupported("publish");
        }
        if (wish.options() != null && !meeting.config().meets(wish.options())) {
            throw PubSubErrors.preconditionNotMet();
        }
        requireFitting(meeting.config(), wish.items());
        List<NodeItem> items = new ArrayList<>();
        Instant now = services.clock().instant();
        for (FrozenElement item : wish.items()) {
            items.add(item(meeting, item, now));
        }
        hooks.publishing(meeting, items);
        List<String> trimmed = store(meeting, items);
        notifications.tell(meeting, event(meeting, publisher, items));
        tellTrimmed(meeting, trimmed);
        hooks.published(meeting, items);
        return items.stream().map(NodeItem::id).toList();
    }

    private Meeting node(Host host, JID publisher, Wish wish) throws StanzaException {
        Optional<Meeting> present = meetings.find(host, wish.node(), publisher);
        if (present.isPresent()) {
            return present.get();
        }
        if (!host.personal()) {
            throw PubSubErrors.noSuchNode();
        }
        if (!host.owns(Jids.bare(publisher))) {
            throw PubSubErrors.noSuchNode();
        }
        return create(host, publisher, wish);
    }

    private Meeting create(Host host, JID publisher, Wish wish) throws StanzaException {
        NodeConfig config = host.fresh(wish.node());
        if (wish.options() != null) {
            config = config.with(wish.options());
            if (!config.meets(wish.options())) {
                throw PubSubErrors.preconditionNotMet();
            }
        }
        if (!Meetings.fits(wish.node())) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "the node's id is too long");
        }
        requireFitting(config, wish.items());
        PubSubStorage.Node node =
                new PubSubStorage.Node(
                        wish.node(),
                        Jids.bare(publisher),
                        services.clock().instant(),
                        config.toText(),
                        0);
        int most = services.config().limits().pubsubNodes();
        Creation creation = meetings.storage().create(host.address(), node, List.of(), most);
        return switch (creation) {
            case CREATED, EXISTS -> meetings.require(host, wish.node(), publisher);
            case TOO_MANY -> throw PubSubErrors.tooMany("too-many-nodes");
            case NO_OWNER -> throw PubSubErrors.noSuchNode();
        };
    }

    /// XEP-0060 7.1.3.6.
    private void requireFitting(NodeConfig config, List<FrozenElement> items)
            throws StanzaException {
        boolean payloads = config.flag(ConfigField.DELIVER_PAYLOADS);
        if (items.isEmpty() && (config.persistent() || payloads)) {
            throw PubSubErrors.badRequest(ITEM_REQUIRED);
        }
        if (!items.isEmpty() && !config.persistent() && !payloads) {
            throw PubSubErrors.badRequest("item-forbidden");
        }
        int keep = config.number(ConfigField.MAX_ITEMS, most());
        if (items.size() > 1 && items.size() > keep && config.persistent()) {
            throw PubSubErrors.refusal(
                    PacketError.Condition.not_allowed,
                    PacketError.Type.cancel,
                    "max-items-exceeded");
        }
    }

    private int most() {
        return services.config().limits().pubsubItems();
    }

    private NodeItem item(Meeting meeting, FrozenElement item, Instant now) throws StanzaException {
        List<FrozenElement> payloads = item.childElements();
        if (payloads.size() > 1) {
            throw PubSubErrors.badRequest("invalid-payload");
        }
        FrozenElement payload = payloads.isEmpty() ? null : payloads.getFirst();
        if (payload == null && meeting.config().flag(ConfigField.DELIVER_PAYLOADS)) {
            throw PubSubErrors.badRequest("payload-required");
        }
        if (payload != null) {
            requireFitting(meeting.config(), payload);
        }
        String named = item.attr("id");
        String id = named == null || named.isEmpty() ? UUID.randomUUID().toString() : named;
        if (!Meetings.fits(id)) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "the item's id is too long");
        }
        return new NodeItem(id, meeting.asker(), now, payload);
    }

    private void requireFitting(NodeConfig config, FrozenElement payload) throws StanzaException {
        String type = config.text(ConfigField.TYPE);
        if (!type.isEmpty() && !type.equals(payload.namespace())) {
            throw PubSubErrors.badRequest("invalid-payload");
        }
        int most =
                config.number(
                        ConfigField.MAX_PAYLOAD_SIZE, services.config().limits().pubsubItemBytes());
        if (payload.asXML().getBytes(StandardCharsets.UTF_8).length > most) {
            throw PubSubErrors.refusal(
                    PacketError.Condition.not_acceptable,
                    PacketError.Type.modify,
                    "payload-too-big");
        }
    }

    /// What had to go.
    private List<String> store(Meeting meeting, List<NodeItem> items) throws StanzaException {
        NodeConfig config = meeting.config();
        Set<String> ids = new HashSet<>();
        for (NodeItem item : items) {
            if (!ids.add(item.id())) {
                throw new StanzaException(
                        PacketError.Condition.bad_request, "two items with one id");
            }
        }
        if (!config.persistent()) {
            return List.of();
        }
        if (config.expires()) {
            Instant since = services.clock().instant().minusSeconds(config.itemSeconds());
            meetings.storage().expire(meeting.owner(), meeting.id(), since);
        }
        Room room =
                new Room(
                        config.number(ConfigField.MAX_ITEMS, most()),
                        config.text(ConfigField.PUBLISH_NODE_FULL).equals("reject"));
        List<Item> stored = items.stream().map(Publishing::stored).toList();
        PubSubStorage.Publishing outcome =
                meetings.storage().publish(meeting.owner(), meeting.id(), stored, room);
        if (!outcome.done()) {
            throw room.rejects()
                    ? PubSubErrors.refusal(
                            PacketError.Condition.conflict, PacketError.Type.cancel, "node-full")
                    : PubSubErrors.noSuchNode();
        }
        return outcome.trimmed();
    }

    private static Item stored(NodeItem item) {
        FrozenElement payload = item.payload();
        return new Item(
                item.id(),
                item.publisher(),
                item.published(),
                payload == null ? null : payload.asXML());
    }

    private static Notifications.Event event(Meeting meeting, JID publisher, List<NodeItem> items) {
        boolean payloads = meeting.config().flag(ConfigField.DELIVER_PAYLOADS);
        List<FrozenElement> told =
                items.stream()
                        .map(item ->
                                Items.item(
                                        PubSub.EVENT,
                                        meeting,
                                        new Item(
                                                item.id(),
                                                item.publisher(),
                                                item.published(),
                                                null),
                                        payloads ? item.payload() : null))
                        .toList();
        return new Notifications.Event(Items.of(PubSub.EVENT, meeting.id(), told), publisher);
    }

    /// Of a node that keeps one item only, the new item says enough.
    private void tellTrimmed(Meeting meeting, List<String> trimmed) {
        NodeConfig config = meeting.config();
        boolean told =
                !trimmed.isEmpty()
                        && config.number(ConfigField.MAX_ITEMS, most()) > 1
                        && config.flag(ConfigField.NOTIFY_RETRACT)
                        && config.text(ConfigField.PUBLISH_NODE_FULL).equals("retract-oldest");
        if (told) {
            FrozenElement gone = Items.retracted(meeting.id(), trimmed);
            notifications.tell(meeting, new Notifications.Event(gone, null));
        }
    }

    /// Takes items back (XEP-0060 7.2).
    ///
    /// @param notify what the request says of it, `null` when it says nothing
    void retract(Meeting meeting, List<String> ids, @Nullable Boolean notify)
            throws StanzaException {
        if (!meeting.config().persistent()) {
            throw PubSubErrors.unsupported("persistent-items");
        }
        requireRetracting(meeting, ids);
        if (!meetings.storage().retract(meeting.owner(), meeting.id(), Set.copyOf(ids))) {
            throw PubSubErrors.noSuchNode();
        }
        boolean told = notify == null ? meeting.config().flag(ConfigField.NOTIFY_RETRACT) : notify;
        if (told) {
            FrozenElement gone = Items.retracted(meeting.id(), ids);
            notifications.tell(meeting, new Notifications.Event(gone, null));
        }
        hooks.retracted(meeting, ids);
    }

    private void requireRetracting(Meeting meeting, List<String> ids) throws StanzaException {
        if (meeting.owned()) {
            return;
        }
        access.requirePublisher(meeting);
        boolean own =
                meetings.storage().items(meeting.owner(), meeting.id(), ids).stream()
                        .allMatch(item -> Jids.bare(item.publisher()).equals(meeting.bare()));
        if (!own) {
            throw PubSubErrors.forbidden();
        }
    }
}
