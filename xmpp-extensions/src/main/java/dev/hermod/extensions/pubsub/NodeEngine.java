package dev.hermod.extensions.pubsub;

import dev.hermod.feature.IqRequest;
import dev.hermod.feature.PortablePart;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError.Condition;

/// Takes requests about nodes to what answers them, for all hosts; one for the whole server, so
/// that what happens to a node has one order. Blocks.
public final class NodeEngine {
    private final Meetings meetings;
    private final Access access;
    private final NodeLocks locks = new NodeLocks();
    private final Hooks hooks = new Hooks();
    private final Notifications notifications;
    private final Publishing publishing;
    private final Retrieving retrieving;
    private final Subscribing subscribing;
    private final Approvals approvals;
    private final Owning owning;
    private final Managing managing;
    private final Endings endings;
    private final LastItems lastItems;
    private final Gains gains;
    private final NodeDisco disco;

    public NodeEngine(Services services) {
        this.meetings = new Meetings(services, new NodeConfigs());
        this.access = new Access(meetings::storage, services.clock());
        SentNotifications sent = new SentNotifications();
        TemporarySubscribers temporary = new TemporarySubscribers(meetings::storage);
        this.notifications = new Notifications(services, access, sent);
        this.approvals = new Approvals(services, meetings, notifications);
        this.publishing = new Publishing(services, meetings, access, notifications, hooks);
        this.retrieving = new Retrieving(services, meetings, access);
        this.subscribing =
                new Subscribing(services, meetings, access, notifications, approvals, temporary);
        this.endings = new Endings(meetings, locks, subscribing, sent, temporary);
        this.owning = new Owning(services, meetings, notifications, hooks);
        this.managing = new Managing(services, meetings, access, approvals);
        this.lastItems = new LastItems(meetings, access, notifications, locks);
        this.gains = new Gains(meetings, notifications, lastItems);
        this.disco = new NodeDisco(services, meetings, access);
    }

    /// Service discovery of nodes.
    public NodeDisco disco() {
        return disco;
    }

    /// Answers a request with `<pubsub/>`, in whichever of its two namespaces.
    public IQ answer(Host host, IqRequest request) throws StanzaException {
        try {
            boolean get = request.iq().getType() == IQ.Type.get;
            boolean owner = request.payload().namespace().equals(PubSub.OWNER);
            if (owner) {
                return get ? ownerGet(host, request) : ownerSet(host, request);
            }
            return get ? get(host, request) : set(host, request);
        } catch (StanzaException why) {
            return (IQ) PubSubErrors.answer(request.iq(), why);
        }
    }

    /// What is to be done is the first child.
    private static FrozenElement action(IqRequest request) throws StanzaException {
        List<FrozenElement> children = request.payload().childElements();
        if (children.isEmpty()
                || !children.getFirst().namespace().equals(request.payload().namespace())) {
            throw PubSubErrors.badRequest();
        }
        return children.getFirst();
    }

    private Meeting meeting(Host host, IqRequest request, FrozenElement action)
            throws StanzaException {
        return meetings.require(host, Meetings.node(action.attr("node")), request.from());
    }

    private Meeting owned(Host host, IqRequest request, FrozenElement action)
            throws StanzaException {
        return meetings.requireOwned(host, Meetings.node(action.attr("node")), request.from());
    }

    private static StanzaException unknown() {
        return new StanzaException(Condition.feature_not_implemented);
    }

    private IQ get(Host host, IqRequest request) throws StanzaException {
        FrozenElement action = action(request);
        String node = action.attr("node");
        FrozenElement answer =
                switch (action.localName()) {
                    case "items" ->
                            retrieving.items(
                                    meeting(host, request, action), request.payload(), action);
                    case "subscriptions" -> subscribing.list(host, request.from(), node);
                    case "affiliations" -> managing.own(host, request.from(), node);
                    case "options" -> subscribing.options(meeting(host, request, action), action);
                    case "default" -> defaultOptions(host, request, node);
                    default -> throw unknown();
                };
        return request.result(answer);
    }

    private FrozenElement defaultOptions(Host host, IqRequest request, @Nullable String node)
            throws StanzaException {
        if (node != null) {
            access.requireReader(meetings.require(host, node, request.from()));
        }
        return PubSub.answer(
                FrozenElement.named("default", PubSub.NAMESPACE)
                        .attribute("node", node)
                        .child(DataForms.element(SubscriptionOptions.PLAIN.form(Form.Type.FORM)))
                        .build());
    }

    private IQ set(Host host, IqRequest request) throws StanzaException {
        FrozenElement action = action(request);
        return switch (action.localName()) {
            case "publish" -> publish(host, request, action);
            case "retract" -> retract(host, request, action);
            case "create" -> create(host, request, action);
            case "subscribe", "unsubscribe", "options" -> {
                String node = Meetings.node(action.attr("node"));
                yield locks.changing(host, node, () -> subscription(host, request, action));
            }
            default -> throw unknown();
        };
    }

    private IQ publish(Host host, IqRequest request, FrozenElement publish) throws StanzaException {
        String node = Meetings.node(publish.attr("node"));
        List<FrozenElement> items = publish.children("item", PubSub.NAMESPACE);
        FrozenElement options = request.payload().child("publish-options", PubSub.NAMESPACE);
        Form form = options == null ? null : DataForms.in(options);
        if (form != null && !PubSub.PUBLISH_OPTIONS.equals(form.formType())) {
            throw PubSubErrors.badRequest();
        }
        Publishing.Wish wish = new Publishing.Wish(node, items, form);
        List<String> ids =
                locks.changing(host, node, () -> publishing.publish(host, request.from(), wish));
        List<FrozenElement> published =
                ids.stream()
                        .map(id ->
                                FrozenElement.named("item", PubSub.NAMESPACE)
                                        .attribute("id", id)
                                        .build())
                        .toList();
        return request.result(
                PubSub.answer(
                        FrozenElement.named("publish", PubSub.NAMESPACE)
                                .attribute("node", node)
                                .children(published)
                                .build()));
    }

    private IQ retract(Host host, IqRequest request, FrozenElement retract) throws StanzaException {
        String node = Meetings.node(retract.attr("node"));
        List<String> ids =
                retract.children("item", PubSub.NAMESPACE).stream()
                        .map(item -> Optional.ofNullable(item.attr("id")).orElse(""))
                        .distinct()
                        .toList();
        if (ids.isEmpty() || ids.contains("")) {
            throw PubSubErrors.badRequest("item-required");
        }
        return locks.changing(
                host,
                node,
                () -> {
                    Meeting meeting = meetings.require(host, node, request.from());
                    publishing.retract(meeting, ids, flag(retract.attr("notify")));
                    return request.result();
                });
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        return text == null ? null : text.equals("true") || text.equals("1");
    }

    private IQ create(Host host, IqRequest request, FrozenElement create) throws StanzaException {
        FrozenElement configure = request.payload().child("configure", PubSub.NAMESPACE);
        if (configure != null && configure.attr("node") != null) {
            throw PubSubErrors.badRequest();
        }
        Form form = configure == null ? null : DataForms.in(configure);
        String named = create.attr("node");
        String made =
                locks.changing(
                        host,
                        named == null ? "" : named,
                        () -> owning.create(host, request.from(), named, form));
        return named != null && named.equals(made)
                ? request.result()
                : request.result(
                        PubSub.answer(
                                FrozenElement.named("create", PubSub.NAMESPACE)
                                        .attribute("node", made)
                                        .build()));
    }

    private IQ subscription(Host host, IqRequest request, FrozenElement action)
            throws StanzaException {
        Meeting meeting = meeting(host, request, action);
        return switch (action.localName()) {
            case "subscribe" -> request.result(subscribe(meeting, request, action));
            case "unsubscribe" -> request.result(subscribing.unsubscribe(meeting, action));
            default -> {
                if (request.payload().childElements().size() > 1) {
                    throw PubSubErrors.badRequest();
                }
                subscribing.configure(meeting, action);
                yield request.result();
            }
        };
    }

    private FrozenElement subscribe(Meeting meeting, IqRequest request, FrozenElement action)
            throws StanzaException {
        FrozenElement options = request.payload().child("options", PubSub.NAMESPACE);
        if (options != null && (options.attr("node") != null || options.attr("jid") != null)) {
            throw PubSubErrors.badRequest();
        }
        Form form = options == null ? null : DataForms.in(options);
        return subscribing.subscribe(meeting, action, form);
    }

    private IQ ownerGet(Host host, IqRequest request) throws StanzaException {
        FrozenElement action = action(request);
        FrozenElement answer =
                switch (action.localName()) {
                    case "configure" -> Owning.form(owned(host, request, action));
                    case "default" -> Owning.defaults(host, action.attr("type"));
                    case "affiliations" -> managing.affiliations(owned(host, request, action));
                    case "subscriptions" -> managing.subscriptions(owned(host, request, action));
                    default -> throw unknown();
                };
        return request.result(answer);
    }

    private IQ ownerSet(Host host, IqRequest request) throws StanzaException {
        FrozenElement action = action(request);
        String node = Meetings.node(action.attr("node"));
        return locks.changing(
                host,
                node,
                () -> {
                    Meeting meeting = owned(host, request, action);
                    switch (action.localName()) {
                        case "configure" -> {
                            Form form = DataForms.in(action);
                            return gains.around(
                                    meeting,
                                    () -> {
                                        owning.configure(meeting, form);
                                        return request.result();
                                    });
                        }
                        case "delete" -> owning.delete(meeting, redirect(action));
                        case "purge" -> owning.purge(meeting);
                        case "affiliations" -> {
                            return gains.around(
                                    meeting, () -> managing.affiliate(meeting, request, action));
                        }
                        case "subscriptions" -> {
                            return managing.subscribe(meeting, request, action);
                        }
                        default -> throw unknown();
                    }
                    return request.result();
                });
    }

    private static @Nullable String redirect(FrozenElement delete) {
        FrozenElement redirect = delete.child("redirect", PubSub.OWNER);
        return redirect == null ? null : redirect.attr("uri");
    }

    /// Whether a message answers the question whether somebody may subscribe.
    public static boolean isApproval(Message message) {
        return Approvals.concern(Stanzas.element(message));
    }

    /// Takes such an answer of an owner.
    public void approval(Host host, Message message) throws StanzaException {
        Form form = Approvals.form(message);
        String node = Approvals.node(form);
        locks.changing(
                host,
                node,
                () -> {
                    approvals.answered(meetings.requireOwned(host, node, message.getFrom()), form);
                    return true;
                });
    }

    /// Asks an owner again about all who wait for one of their nodes.
    public void askAgain(Host host, String node, JID owner) throws StanzaException {
        Meeting meeting = meetings.requireOwned(host, node, owner);
        meetings.storage().subscriptions(host.address(), node).stream()
                .filter(one -> one.state() == PubSubStorage.State.PENDING)
                .forEach(one -> approvals.ask(meeting, one, Jids.bare(owner)));
    }

    /// Nodes of an owner that somebody waits for.
    public List<String> pending(Host host, JID owner) {
        return meetings.storage().pending(host.address(), Jids.bare(owner));
    }

    /// The nodes of accounts, for other features.
    ///
    /// @param hosts makes the host of an account
    public PersonalNodes personal(Function<JID, Host> hosts) {
        return new AccountNodes(hosts, meetings, access, publishing, locks, hooks);
    }

    /// What ends subscriptions without being asked.
    public Endings endings() {
        return endings;
    }

    /// The nodes of accounts that move.
    ///
    /// @param hosts makes the host of an account
    public PortablePart portable(Function<JID, Host> hosts) {
        return new PortableNodes(meetings, access, hosts);
    }

    /// The last items of nodes, for a resource that came online.
    public LastItems lastItems() {
        return lastItems;
    }
}
