package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.Affiliate;
import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/// Affiliations and subscriptions as owners manage them (XEP-0060 8.8 and 8.9), and what somebody
/// is to nodes (5.7).
final class Managing {
    private static final String AFFILIATIONS = "affiliations";
    private static final String AFFILIATION = "affiliation";
    private static final String SUBSCRIPTIONS = "subscriptions";
    private static final String SUBSCRIPTION = "subscription";

    private final Services services;
    private final Meetings meetings;
    private final Access access;
    private final Approvals approvals;

    Managing(Services services, Meetings meetings, Access access, Approvals approvals) {
        this.services = services;
        this.meetings = meetings;
        this.access = access;
        this.approvals = approvals;
    }

    /// What the asker is to the nodes of a host.
    FrozenElement own(Host host, JID asker, @Nullable String node) {
        JID bare = Jids.bare(asker);
        Map<String, Affiliation> known =
                new TreeMap<>(meetings.storage().affiliations(host.address(), bare));
        if (host.owns(bare)) {
            int most = services.config().limits().pubsubPage();
            meetings.storage()
                    .nodes(host.address(), new PubSubStorage.NodeWindow(null, null, most))
                    .nodes()
                    .forEach(one -> known.put(one.id(), Affiliation.OWNER));
        }
        List<FrozenElement> written = new ArrayList<>();
        known.forEach((id, affiliation) -> {
            if (node == null || node.equals(id)) {
                written.add(
                        FrozenElement.named(AFFILIATION, PubSub.NAMESPACE)
                                .attribute("node", id)
                                .attribute(AFFILIATION, affiliation.word())
                                .build());
            }
        });
        return PubSub.answer(
                FrozenElement.named(AFFILIATIONS, PubSub.NAMESPACE)
                        .attribute("node", node)
                        .children(written)
                        .build());
    }

    private List<Affiliate> affiliates(Meeting meeting) {
        List<Affiliate> all =
                new ArrayList<>(meetings.storage().affiliates(meeting.owner(), meeting.id()));
        if (meeting.host().personal()) {
            all.addFirst(new Affiliate(meeting.owner(), Affiliation.OWNER));
        }
        return all;
    }

    FrozenElement affiliations(Meeting meeting) {
        return PubSub.ownerAnswer(
                list(AFFILIATIONS, meeting, affiliates(meeting).stream().map(Managing::written)));
    }

    private static FrozenElement list(
            String name, Meeting meeting, java.util.stream.Stream<FrozenElement> entries) {
        return FrozenElement.named(name, PubSub.OWNER)
                .attribute("node", meeting.id())
                .children(entries.toList())
                .build();
    }

    static FrozenElement written(Affiliate one) {
        return FrozenElement.named(AFFILIATION, PubSub.OWNER)
                .attribute("jid", one.jid().toString())
                .attribute(AFFILIATION, one.affiliation().word())
                .build();
    }

    /// All changes, or none: then the answer has those that cannot be, as they are.
    IQ affiliate(Meeting meeting, IqRequest request, FrozenElement wanted) throws StanzaException {
        Map<JID, Affiliation> before =
                affiliates(meeting).stream()
                        .collect(Collectors.toMap(Affiliate::jid, Affiliate::affiliation));
        List<Affiliate> changes = new ArrayList<>();
        List<FrozenElement> bad = new ArrayList<>();
        Set<JID> named = new HashSet<>();
        for (FrozenElement one : wanted.children(AFFILIATION, PubSub.OWNER)) {
            JID jid = Jids.parseOrNull(one.attr("jid"));
            if (jid == null || !named.add(Jids.bare(jid))) {
                throw PubSubErrors.badRequest();
            }
            String word = one.attr(AFFILIATION);
            Affiliation affiliation = Affiliation.of(word);
            boolean own = meeting.host().owns(Jids.bare(jid));
            if (word != null && (affiliation == null || own)) {
                bad.add(
                        written(
                                new Affiliate(
                                        jid,
                                        before.getOrDefault(Jids.bare(jid), Affiliation.NONE))));
            } else if (affiliation != null) {
                changes.add(new Affiliate(Jids.bare(jid), affiliation));
            }
        }
        refuseOrphan(meeting, before, changes, bad);
        if (!bad.isEmpty()) {
            return refused(request, list(AFFILIATIONS, meeting, bad.stream()));
        }
        int most = services.config().limits().pubsubAffiliations();
        if (!meetings.storage().affiliate(meeting.owner(), meeting.id(), changes, most)) {
            throw new StanzaException(Condition.resource_constraint, "too many affiliations");
        }
        changes.forEach(change -> followed(meeting, change));
        return request.result();
    }

    /// A node keeps an owner.
    private static void refuseOrphan(
            Meeting meeting,
            Map<JID, Affiliation> before,
            List<Affiliate> changes,
            List<FrozenElement> bad) {
        Set<JID> owners = new HashSet<>();
        before.forEach((jid, affiliation) -> {
            if (affiliation == Affiliation.OWNER) {
                owners.add(jid);
            }
        });
        List<JID> left = new ArrayList<>();
        for (Affiliate change : changes) {
            if (change.affiliation() == Affiliation.OWNER) {
                owners.add(change.jid());
            } else if (owners.remove(change.jid())) {
                left.add(change.jid());
            }
        }
        if (owners.isEmpty() && !meeting.host().personal()) {
            left.forEach(jid -> bad.add(written(new Affiliate(jid, Affiliation.OWNER))));
        }
    }

    /// Pending requests of those who may now, or may not any more, are decided (8.6); who is barred
    /// hears no more.
    private void followed(Meeting meeting, Affiliate change) {
        Affiliation now = change.affiliation();
        for (Subscription one : meetings.storage().subscriptionsOf(meeting.owner(), change.jid())) {
            if (!one.node().equals(meeting.id())) {
                continue;
            }
            boolean pending = one.state() == State.PENDING;
            if (pending && (now == Affiliation.OWNER || now == Affiliation.PUBLISHER)) {
                approvals.decide(meeting, one, true);
            } else if (now == Affiliation.OUTCAST || now == Affiliation.PUBLISH_ONLY) {
                approvals.decide(meeting, one, false);
            }
        }
    }

    private static IQ refused(IqRequest request, FrozenElement with) {
        FrozenElement error =
                Stanzas.element(
                        Stanzas.error(request.iq(), new StanzaException(Condition.not_acceptable)));
        FrozenElement.Builder answer =
                FrozenElement.named("iq", Stanzas.CLIENT)
                        .attribute("type", "error")
                        .attribute("id", error.attr("id"))
                        .attribute("from", error.attr("from"))
                        .attribute("to", error.attr("to"))
                        .child(PubSub.ownerAnswer(with))
                        .child(error.child("error", Stanzas.CLIENT));
        return Stanzas.iq(answer.build());
    }

    FrozenElement subscriptions(Meeting meeting) {
        return PubSub.ownerAnswer(
                list(
                        SUBSCRIPTIONS,
                        meeting,
                        meetings.storage().subscriptions(meeting.owner(), meeting.id()).stream()
                                .filter(one -> one.state() == State.SUBSCRIBED)
                                .filter(access::runs)
                                .map(Managing::written)));
    }

    private static FrozenElement written(Subscription one) {
        return Subscribing.written(PubSub.OWNER, one, false).with("node", null);
    }

    IQ subscribe(Meeting meeting, IqRequest request, FrozenElement wanted) throws StanzaException {
        Map<JID, Subscription> before =
                meetings.storage().subscriptions(meeting.owner(), meeting.id()).stream()
                        .collect(Collectors.toMap(Subscription::jid, one -> one));
        List<Runnable> changes = new ArrayList<>();
        List<FrozenElement> bad = new ArrayList<>();
        for (FrozenElement one : wanted.children(SUBSCRIPTION, PubSub.OWNER)) {
            JID jid = Jids.parseOrNull(one.attr("jid"));
            if (jid == null) {
                throw PubSubErrors.badRequest();
            }
            Subscription present = before.get(jid);
            switch (one.attr(SUBSCRIPTION)) {
                case null -> {}
                case "none" -> changes.add(() -> end(meeting, jid, present));
                case "subscribed" -> changes.add(() -> begin(meeting, jid, present));
                default ->
                        bad.add(
                                one.with(
                                        SUBSCRIPTION,
                                        present == null ? "none" : Subscribing.word(present)));
            }
        }
        if (!bad.isEmpty()) {
            return refused(request, list(SUBSCRIPTIONS, meeting, bad.stream()));
        }
        changes.forEach(Runnable::run);
        return request.result();
    }

    private void end(Meeting meeting, JID jid, @Nullable Subscription present) {
        if (present != null) {
            approvals.decide(meeting, present, false);
        } else {
            meetings.storage().unsubscribe(meeting.owner(), meeting.id(), jid);
        }
    }

    private void begin(Meeting meeting, JID jid, @Nullable Subscription present) {
        if (present != null && present.state() == State.SUBSCRIBED) {
            return;
        }
        Subscription made =
                present != null
                        ? present
                        : new Subscription(
                                meeting.id(),
                                jid,
                                UUID.randomUUID().toString(),
                                State.SUBSCRIBED,
                                SubscriptionOptions.PLAIN.toText(),
                                null);
        approvals.decide(meeting, made, true);
    }
}
