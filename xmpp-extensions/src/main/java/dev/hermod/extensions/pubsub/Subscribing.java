package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Item;
import dev.hermod.extensions.pubsub.PubSubStorage.ItemWindow;
import dev.hermod.extensions.pubsub.PubSubStorage.Order;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.Services;
import dev.hermod.stanza.DataForms;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.xml.FrozenElement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/// Subscriptions, as subscribers make them (XEP-0060 5.6, 6.1 to 6.4).
final class Subscribing {
    private final Services services;
    private final Meetings meetings;
    private final Access access;
    private final Notifications notifications;
    private final Approvals approvals;
    private final TemporarySubscribers temporary;

    Subscribing(
            Services services,
            Meetings meetings,
            Access access,
            Notifications notifications,
            Approvals approvals,
            TemporarySubscribers temporary) {
        this.services = services;
        this.meetings = meetings;
        this.access = access;
        this.notifications = notifications;
        this.approvals = approvals;
        this.temporary = temporary;
    }

    /// The subscribed address in a request, which must be the asker's own.
    private static JID subscriber(JID asker, @Nullable String jid, StanzaException otherwise)
            throws StanzaException {
        JID subscriber = Jids.parseOrNull(jid);
        if (subscriber == null || !Jids.bare(subscriber).equals(Jids.bare(asker))) {
            throw otherwise;
        }
        return subscriber;
    }

    FrozenElement subscribe(Meeting meeting, FrozenElement request, @Nullable Form wanted)
            throws StanzaException {
        JID jid =
                subscriber(
                        meeting.asker(),
                        request.attr("jid"),
                        PubSubErrors.badRequest("invalid-jid"));
        if (!meeting.config().flag(ConfigField.SUBSCRIBE)) {
            throw PubSubErrors.unsupported("subscribe");
        }
        boolean approval = access.requireSubscriber(meeting);
        Optional<Subscription> present = running(meeting, jid);
        if (present.isPresent() && present.get().state() == State.PENDING) {
            throw PubSubErrors.refusal(
                    PacketError.Condition.not_authorized,
                    PacketError.Type.auth,
                    "pending-subscription");
        }
        SubscriptionOptions options =
                present.map(Subscribing::options).orElse(SubscriptionOptions.PLAIN);
        if (wanted != null) {
            options = options.with(wanted);
        }
        boolean waits = approval && present.isEmpty();
        Subscription made =
                new Subscription(
                        meeting.id(),
                        jid,
                        present.map(Subscription::subid).orElse(UUID.randomUUID().toString()),
                        waits ? State.PENDING : State.SUBSCRIBED,
                        options.toText(),
                        options.expires());
        store(meeting, made);
        if (waits) {
            approvals.ask(meeting, made);
        } else if (present.isEmpty()) {
            begun(meeting, made);
        }
        FrozenElement answer = PubSub.answer(written(PubSub.NAMESPACE, made, true));
        return wanted == null ? answer : answer.withChild(resulting(options));
    }

    private static FrozenElement resulting(SubscriptionOptions options) {
        return FrozenElement.named("options", PubSub.NAMESPACE)
                .child(DataForms.element(options.form(Form.Type.RESULT)))
                .build();
    }

    private void store(Meeting meeting, Subscription subscription) throws StanzaException {
        int most = services.config().limits().pubsubSubscriptions();
        if (!meetings.storage().subscribe(meeting.owner(), subscription, most)) {
            throw PubSubErrors.tooMany("too-many-subscriptions");
        }
        temporary.subscribed(subscription);
    }

    private Optional<Subscription> running(Meeting meeting, JID jid) {
        return access.own(meeting).stream()
                .filter(one -> one.jid().equals(jid) && access.runs(one))
                .findFirst();
    }

    static SubscriptionOptions options(Subscription one) {
        return SubscriptionOptions.parse(one.options(), one.expires());
    }

    /// The last item, and news for the owners.
    void begun(Meeting meeting, Subscription subscription) {
        sendLast(meeting, subscription.jid());
        tellOwners(meeting, subscription, "subscribed");
    }

    private void sendLast(Meeting meeting, JID to) {
        NodeConfig config = meeting.config();
        if (!config.persistent()
                || config.text(ConfigField.SEND_LAST_PUBLISHED_ITEM).equals("never")) {
            return;
        }
        ItemWindow last = new ItemWindow(Order.MODIFICATION, true, null, null, 1, 1);
        for (Item item : meetings.storage().page(meeting.owner(), meeting.id(), last).items()) {
            boolean payload = config.flag(ConfigField.DELIVER_PAYLOADS);
            FrozenElement told =
                    Items.item(PubSub.EVENT, meeting, item, payload ? Items.payload(item) : null);
            notifications.tell(
                    meeting,
                    to,
                    Items.of(PubSub.EVENT, meeting.id(), List.of(told)),
                    item.published());
        }
    }

    private void tellOwners(Meeting meeting, Subscription subscription, String state) {
        if (meeting.config().flag(ConfigField.NOTIFY_SUB)) {
            FrozenElement told = state(subscription, state);
            for (JID owner : approvals.owners(meeting)) {
                notifications.tell(meeting, owner, told, null);
            }
        }
    }

    /// What is said of a subscription in an event.
    static FrozenElement state(Subscription subscription, String state) {
        return FrozenElement.named("subscription", PubSub.EVENT)
                .attribute("node", subscription.node())
                .attribute("jid", subscription.jid().toString())
                .attribute("subid", subscription.subid())
                .attribute("subscription", state)
                .build();
    }

    static String word(Subscription subscription) {
        return subscription.state() == State.PENDING ? "pending" : "subscribed";
    }

    /// @param options whether to say that there are options
    static FrozenElement written(String namespace, Subscription one, boolean options) {
        var expires = one.expires();
        FrozenElement.Builder written =
                FrozenElement.named("subscription", namespace)
                        .attribute("node", one.node())
                        .attribute("jid", one.jid().toString())
                        .attribute("subid", one.subid())
                        .attribute("subscription", word(one))
                        .attribute(
                                "expiry",
                                expires == null
                                        ? null
                                        : dev.hermod.stanza.Timestamps.format(expires));
        if (options) {
            written.child(FrozenElement.named("subscribe-options", namespace).build());
        }
        return written.build();
    }

    FrozenElement unsubscribe(Meeting meeting, FrozenElement request) throws StanzaException {
        JID jid = subscriber(meeting.asker(), request.attr("jid"), PubSubErrors.forbidden());
        Subscription present = required(meeting, jid, request.attr("subid"));
        ended(meeting, present);
        FrozenElement gone =
                FrozenElement.named("subscription", PubSub.NAMESPACE)
                        .attribute("node", meeting.id())
                        .attribute("jid", jid.toString())
                        .attribute("subid", present.subid())
                        .attribute("subscription", "none")
                        .build();
        return PubSub.answer(gone);
    }

    /// A subscription is over; owners learn it.
    void ended(Meeting meeting, Subscription subscription) {
        meetings.storage().unsubscribe(meeting.owner(), meeting.id(), subscription.jid());
        tellOwners(meeting, subscription, "none");
    }

    private Subscription required(Meeting meeting, JID jid, @Nullable String subid)
            throws StanzaException {
        Subscription present = running(meeting, jid).orElseThrow(PubSubErrors::notSubscribed);
        if (subid != null && !subid.equals(present.subid())) {
            throw PubSubErrors.refusal(
                    PacketError.Condition.not_acceptable, PacketError.Type.modify, "invalid-subid");
        }
        return present;
    }

    private Subscription ofOptions(Meeting meeting, FrozenElement request) throws StanzaException {
        if (request.attr("jid") == null) {
            throw PubSubErrors.badRequest("jid-required");
        }
        JID jid = subscriber(meeting.asker(), request.attr("jid"), PubSubErrors.forbidden());
        return required(meeting, jid, request.attr("subid"));
    }

    FrozenElement options(Meeting meeting, FrozenElement request) throws StanzaException {
        Subscription present = ofOptions(meeting, request);
        return PubSub.answer(
                FrozenElement.named("options", PubSub.NAMESPACE)
                        .attribute("node", meeting.id())
                        .attribute("jid", present.jid().toString())
                        .attribute("subid", present.subid())
                        .child(DataForms.element(options(present).form(Form.Type.FORM)))
                        .build());
    }

    void configure(Meeting meeting, FrozenElement request) throws StanzaException {
        Subscription present = ofOptions(meeting, request);
        Form form = DataForms.in(request);
        if (form == null) {
            throw PubSubErrors.badRequest();
        }
        if (form.type() == Form.Type.CANCEL) {
            return;
        }
        SubscriptionOptions changed = options(present).with(form);
        store(
                meeting,
                new Subscription(
                        present.node(),
                        present.jid(),
                        present.subid(),
                        present.state(),
                        changed.toText(),
                        changed.expires()));
    }

    /// All of the account that asks (XEP-0060 5.6).
    FrozenElement list(Host host, JID asker, @Nullable String node) {
        List<FrozenElement> own =
                meetings.storage().subscriptionsOf(host.address(), Jids.bare(asker)).stream()
                        .filter(one -> node == null || one.node().equals(node))
                        .filter(access::runs)
                        .map(one -> written(PubSub.NAMESPACE, one, false))
                        .toList();
        return PubSub.answer(
                FrozenElement.named("subscriptions", PubSub.NAMESPACE)
                        .attribute("node", node)
                        .children(own)
                        .build());
    }
}
