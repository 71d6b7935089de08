package dev.hermod.extensions.pubsub;

import dev.hermod.extensions.pubsub.PubSubStorage.State;
import dev.hermod.extensions.pubsub.PubSubStorage.Subscription;
import dev.hermod.stanza.StanzaException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/// Who may read a node, subscribe to it and publish there (XEP-0060 4.5, 6.1.3, 6.5.9).
final class Access {
    private final Supplier<PubSubStorage> storage;
    private final Clock clock;

    Access(Supplier<PubSubStorage> storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// @throws StanzaException why not
    void requireReader(Meeting meeting) throws StanzaException {
        refuseBlocked(meeting);
        if (meeting.standing().reads()) {
            return;
        }
        if (meeting.config().access() == AccessModel.AUTHORIZE) {
            if (!subscribed(meeting)) {
                throw PubSubErrors.subscriptionRequired();
            }
            return;
        }
        requireFitting(meeting);
    }

    /// For those that a subscription does not make readers.
    ///
    /// @return whether an owner has to approve
    boolean requireSubscriber(Meeting meeting) throws StanzaException {
        refuseBlocked(meeting);
        if (meeting.standing().reads()) {
            return false;
        }
        if (meeting.config().access() == AccessModel.AUTHORIZE) {
            return true;
        }
        requireFitting(meeting);
        return false;
    }

    private static void refuseBlocked(Meeting meeting) throws StanzaException {
        if (meeting.standing() == Affiliation.OUTCAST
                || meeting.standing() == Affiliation.PUBLISH_ONLY) {
            throw PubSubErrors.forbidden();
        }
    }

    private static void requireFitting(Meeting meeting) throws StanzaException {
        switch (meeting.config().access()) {
            case OPEN, AUTHORIZE -> {}
            case PRESENCE -> {
                if (!meeting.host().relation(meeting.bare()).presence()) {
                    throw PubSubErrors.presenceRequired();
                }
            }
            case ROSTER -> {
                Host.Relation relation = meeting.host().relation(meeting.bare());
                if (!relation.presence()
                        || Collections.disjoint(
                                relation.groups(), meeting.config().rosterGroups())) {
                    throw PubSubErrors.notInRosterGroup();
                }
            }
            case WHITELIST -> throw PubSubErrors.closedNode();
        }
    }

    boolean reads(Meeting meeting) {
        try {
            requireReader(meeting);
            return true;
        } catch (StanzaException _) {
            return false;
        }
    }

    /// Whether somebody may know that the node is there.
    boolean sees(Meeting meeting) {
        return meeting.config().access() == AccessModel.AUTHORIZE
                ? meeting.standing() != Affiliation.OUTCAST
                : reads(meeting);
    }

    void requirePublisher(Meeting meeting) throws StanzaException {
        Affiliation standing = meeting.standing();
        boolean may =
                switch (meeting.config().text(ConfigField.PUBLISH_MODEL)) {
                    case "open" -> standing != Affiliation.OUTCAST;
                    case "subscribers" ->
                            standing.publishes()
                                    || (standing != Affiliation.OUTCAST && subscribed(meeting));
                    default -> standing.publishes();
                };
        if (!may) {
            throw PubSubErrors.forbidden();
        }
    }

    private boolean subscribed(Meeting meeting) {
        return own(meeting).stream().anyMatch(one -> one.state() == State.SUBSCRIBED && runs(one));
    }

    /// The subscriptions of the account that asks to this node.
    List<Subscription> own(Meeting meeting) {
        return storage.get().subscriptionsOf(meeting.owner(), meeting.bare()).stream()
                .filter(one -> one.node().equals(meeting.id()))
                .toList();
    }

    /// Whether a subscription has not ended by itself.
    boolean runs(Subscription subscription) {
        var expires = subscription.expires();
        return expires == null || expires.isAfter(clock.instant());
    }
}
