package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Delay;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Tells those who are interested what has become of a node (XEP-0060 7.1.2, XEP-0163 4.3). What is
/// told is made once and shared by all stanzas that tell it. They take the way of every stanza, so
/// nobody hears of an account that is blocked.
final class Notifications {
    private static final String ADDRESSES = "http://jabber.org/protocol/address";

    private final Services services;
    private final Access access;
    private final SentNotifications sent;

    Notifications(Services services, Access access, SentNotifications sent) {
        this.services = services;
        this.access = access;
        this.sent = sent;
    }

    /// What is told.
    ///
    /// @param what the child of `<event/>`
    /// @param by who published it, `null` where that is not to be told
    record Event(FrozenElement what, @Nullable JID by) {}

    private PubSubStorage storage() {
        return services.storage().port(PubSubStorage.class);
    }

    /// Tells all who may read the node and want to hear of it.
    ///
    /// @param meeting with whoever has changed it
    void tell(Meeting meeting, Event event) {
        prepared(meeting, event, false).run();
    }

    /// The same in two steps: who is told is found out now.
    ///
    /// @param pending whether those are told as well whose subscription waits for approval
    Runnable prepared(Meeting meeting, Event event, boolean pending) {
        if (!meeting.config().flag(ConfigField.DELIVER_NOTIFICATIONS)) {
            return () -> {};
        }
        Collection<JID> watchers = watchers(meeting);
        List<JID> subscribers = subscribers(meeting, Set.copyOf(watchers), pending);
        return () -> {
            FrozenElement told = message(meeting, event.what(), null);
            FrozenElement withReply = meeting.host().personal() ? replyTo(told, event.by()) : told;
            watchers.forEach(watcher -> send(withReply, watcher));
            if (!subscribers.isEmpty()) {
                sent.add(meeting, told.attr("id"));
            }
            subscribers.forEach(subscriber -> send(told, subscriber));
        };
    }

    /// Those who are told without having subscribed.
    Collection<JID> audience(Meeting meeting) {
        return meeting.config().flag(ConfigField.DELIVER_NOTIFICATIONS)
                ? watchers(meeting)
                : List.of();
    }

    private Collection<JID> watchers(Meeting meeting) {
        Host host = meeting.host();
        if (!host.personal()) {
            return List.of();
        }
        AccessModel model = meeting.config().access();
        Set<JID> members = model == AccessModel.WHITELIST ? members(meeting) : Set.of();
        Set<JID> outcasts = outcasts(meeting, model);
        return host.watchers(
                meeting.id(),
                model,
                bare ->
                        switch (model) {
                            case OPEN, PRESENCE -> !outcasts.contains(bare);
                            case ROSTER ->
                                    !outcasts.contains(bare)
                                            && access.reads(as(meeting, bare, Affiliation.NONE));
                            case WHITELIST -> members.contains(bare);
                            case AUTHORIZE -> false;
                        });
    }

    private Set<JID> members(Meeting meeting) {
        return storage().affiliates(meeting.owner(), meeting.id()).stream()
                .filter(one -> one.affiliation().reads())
                .map(PubSubStorage.Affiliate::jid)
                .collect(Collectors.toSet());
    }

    private Set<JID> outcasts(Meeting meeting, AccessModel model) {
        return model == AccessModel.WHITELIST
                ? Set.of()
                : storage().affiliates(meeting.owner(), meeting.id()).stream()
                        .filter(one ->
                                one.affiliation() == Affiliation.OUTCAST
                                        || one.affiliation() == Affiliation.PUBLISH_ONLY)
                        .map(PubSubStorage.Affiliate::jid)
                        .collect(Collectors.toSet());
    }

    private static Meeting as(Meeting meeting, JID other, Affiliation standing) {
        return new Meeting(meeting.host(), meeting.node(), meeting.config(), other, standing);
    }

    /// Those who have subscribed, but for whose resources are told anyway.
    private List<JID> subscribers(Meeting meeting, Set<JID> watchers, boolean pending) {
        Set<JID> told = new HashSet<>(watchers);
        watchers.forEach(watcher -> told.add(Jids.bare(watcher)));
        LinkedHashSet<JID> found = new LinkedHashSet<>();
        for (Subscription one : storage().subscriptions(meeting.owner(), meeting.id())) {
            boolean wants =
                    (pending || one.state() == State.SUBSCRIBED)
                            && access.runs(one)
                            && SubscriptionOptions.parse(one.options(), one.expires()).deliver();
            if (wants && !told.contains(one.jid()) && stillReads(meeting, one)) {
                found.add(one.jid());
            }
        }
        return List.copyOf(found);
    }

    /// What gave somebody access may be gone.
    private boolean stillReads(Meeting meeting, Subscription subscription) {
        AccessModel model = meeting.config().access();
        if (model == AccessModel.OPEN || model == AccessModel.AUTHORIZE) {
            return true;
        }
        JID bare = Jids.bare(subscription.jid());
        if (meeting.host().owns(bare)) {
            return true;
        }
        Affiliation standing =
                storage()
                        .find(meeting.owner(), meeting.id(), bare)
                        .map(PubSubStorage.Seen::asker)
                        .orElse(Affiliation.NONE);
        return access.reads(as(meeting, bare, standing));
    }

    /// Tells one address alone.
    ///
    /// @param since when it has been so, `null` for now
    void tell(Meeting meeting, JID to, FrozenElement what, @Nullable Instant since) {
        send(message(meeting, what, since), to);
    }

    /// The last item, to a resource of somebody who receives the host's presence.
    void remind(Meeting meeting, JID to, FrozenElement what, JID by, Instant since) {
        send(replyTo(message(meeting, what, since), by), to);
    }

    private static FrozenElement message(
            Meeting meeting, FrozenElement what, @Nullable Instant since) {
        String type = meeting.config().text(ConfigField.NOTIFICATION_TYPE);
        return FrozenElement.named("message", Stanzas.CLIENT)
                .attribute("from", meeting.owner().toString())
                .attribute("type", type)
                .attribute("id", UUID.randomUUID().toString())
                .child(FrozenElement.named("event", PubSub.EVENT).child(what).build())
                .child(since == null ? null : new Delay(since, null).element())
                .build();
    }

    /// XEP-0163 4.3.1: which resource it comes from, for those who receive its presence.
    private static FrozenElement replyTo(FrozenElement message, @Nullable JID by) {
        return by == null || by.getResource() == null
                ? message
                : message.withChild(
                        FrozenElement.named("addresses", ADDRESSES)
                                .child(
                                        FrozenElement.named("address", ADDRESSES)
                                                .attribute("type", "replyto")
                                                .attribute("jid", by.toString())
                                                .build())
                                .build());
    }

    private void send(FrozenElement message, JID to) {
        services.router().route(Stanzas.message(message.with("to", to.toString())));
    }
}
