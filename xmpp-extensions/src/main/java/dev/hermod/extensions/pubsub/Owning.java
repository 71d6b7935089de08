package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.Creation;
import dev.hermod.extensions.pubsub.PubSubStorage.Node;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Makes, configures, empties and removes nodes (XEP-0060 8.1 to 8.5).
final class Owning {
    private static final int LONGEST_URI = 3_000;

    private final Services services;
    private final Meetings meetings;
    private final Notifications notifications;
    private final Hooks hooks;

    Owning(Services services, Meetings meetings, Notifications notifications, Hooks hooks) {
        this.services = services;
        this.meetings = meetings;
        this.notifications = notifications;
        this.hooks = hooks;
    }

    /// Makes a node.
    ///
    /// @param named `null` for one with an id that the service finds
    /// @param wanted `null` for the default configuration
    /// @return its id
    String create(Host host, JID asker, @Nullable String named, @Nullable Form wanted)
            throws StanzaException {
        JID creator = Jids.bare(asker);
        if (!host.mayCreate(creator)) {
            throw PubSubErrors.forbidden();
        }
        String id = named == null || named.isEmpty() ? UUID.randomUUID().toString() : named;
        if (!Meetings.fits(id)) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "the node's id is too long");
        }
        NodeConfig config = host.fresh(id);
        if (wanted != null) {
            config = config.with(wanted);
        }
        requireSupported(host, creator, config);
        Node node = new Node(id, creator, services.clock().instant(), config.toText(), 0);
        List<Affiliate> owners =
                host.personal() ? List.of() : List.of(new Affiliate(creator, Affiliation.OWNER));
        int most = services.config().limits().pubsubNodes();
        Creation creation = meetings.storage().create(host.address(), node, owners, most);
        switch (creation) {
            case CREATED -> {}
            case EXISTS -> throw new StanzaException(PacketError.Condition.conflict);
            case TOO_MANY -> throw PubSubErrors.tooMany("too-many-nodes");
            case NO_OWNER -> throw PubSubErrors.forbidden();
        }
        return id;
    }

    /// Presence and rosters are known of accounts only; a collection is one that is there.
    private void requireSupported(Host host, JID owner, NodeConfig config) throws StanzaException {
        AccessModel access = config.access();
        if (!host.personal() && (access == AccessModel.PRESENCE || access == AccessModel.ROSTER)) {
            throw PubSubErrors.refusal(
                    PacketError.Condition.not_acceptable,
                    PacketError.Type.modify,
                    "unsupported-access-model");
        }
        String collection = config.text(ConfigField.COLLECTION);
        if (!collection.isEmpty()) {
            Meeting parent = meetings.require(host, collection, owner);
            if (!parent.config().collection()) {
                throw new StanzaException(PacketError.Condition.not_allowed, "not a collection");
            }
            if (!parent.owned()) {
                throw PubSubErrors.forbidden();
            }
        }
    }

    static FrozenElement form(Meeting meeting) {
        return PubSub.ownerAnswer(
                FrozenElement.named("configure", PubSub.OWNER)
                        .attribute("node", meeting.id())
                        .child(DataForms.element(meeting.config().form(Form.Type.FORM)))
                        .build());
    }

    /// Of a node that nobody has said anything about (XEP-0060 8.3).
    static FrozenElement defaults(Host host, @Nullable String type) {
        NodeConfig config = host.fresh("");
        NodeConfig typed =
                "collection".equals(type) ? config.with(Map.of("NODE_TYPE", "collection")) : config;
        return PubSub.ownerAnswer(
                FrozenElement.named("default", PubSub.OWNER)
                        .child(DataForms.element(typed.form(Form.Type.FORM)))
                        .build());
    }

    void configure(Meeting meeting, @Nullable Form wanted) throws StanzaException {
        if (wanted == null) {
            throw PubSubErrors.badRequest();
        }
        if (wanted.type() == Form.Type.CANCEL) {
            return;
        }
        String formType = wanted.formType();
        if (formType != null && !formType.equals(PubSub.NODE_CONFIG)) {
            throw PubSubErrors.badRequest();
        }
        NodeConfig changed = meeting.config().with(wanted);
        if (changed.collection() != meeting.config().collection()) {
            throw new StanzaException(
                    PacketError.Condition.not_acceptable, "the type of a node does not change");
        }
        requireSupported(meeting.host(), meeting.bare(), changed);
        int keep =
                changed.persistent()
                        ? changed.number(
                                ConfigField.MAX_ITEMS, services.config().limits().pubsubItems())
                        : 0;
        meetings.storage().configure(meeting.owner(), meeting.id(), changed.toText(), keep);
        if (changed.flag(ConfigField.NOTIFY_CONFIG)) {
            tellChange(
                    new Meeting(
                            meeting.host(),
                            meeting.node(),
                            changed,
                            meeting.asker(),
                            meeting.standing()));
        }
    }

    private void tellChange(Meeting meeting) {
        boolean payload = meeting.config().flag(ConfigField.DELIVER_PAYLOADS);
        FrozenElement what =
                FrozenElement.named("configuration", PubSub.EVENT)
                        .attribute("node", meeting.id())
                        .child(
                                payload
                                        ? DataForms.element(meeting.config().form(Form.Type.RESULT))
                                        : null)
                        .build();
        notifications.tell(meeting, new Notifications.Event(what, null));
    }

    /// @param redirect where to go instead, `null` for nowhere
    void delete(Meeting meeting, @Nullable String redirect) throws StanzaException {
        if (redirect != null && redirect.length() > LONGEST_URI) {
            throw new StanzaException(PacketError.Condition.not_acceptable, "the URI is too long");
        }
        Runnable telling = () -> {};
        if (meeting.config().flag(ConfigField.NOTIFY_DELETE)) {
            FrozenElement to =
                    redirect == null
                            ? null
                            : FrozenElement.named("redirect", PubSub.EVENT)
                                    .attribute("uri", redirect)
                                    .build();
            FrozenElement what =
                    FrozenElement.named("delete", PubSub.EVENT)
                            .attribute("node", meeting.id())
                            .child(to)
                            .build();
            // Who is to be told is forgotten with the node.
            telling = notifications.prepared(meeting, new Notifications.Event(what, null), true);
        }
        meetings.storage().delete(meeting.owner(), meeting.id(), redirect);
        telling.run();
        hooks.emptied(meeting);
    }

    void purge(Meeting meeting) throws StanzaException {
        if (!meeting.config().persistent()) {
            throw PubSubErrors.unsupported("persistent-items");
        }
        meetings.storage().purge(meeting.owner(), meeting.id());
        if (meeting.config().flag(ConfigField.NOTIFY_RETRACT)) {
            FrozenElement what =
                    FrozenElement.named("purge", PubSub.EVENT)
                            .attribute("node", meeting.id())
                            .build();
            notifications.tell(meeting, new Notifications.Event(what, null));
        }
        hooks.emptied(meeting);
    }
}
