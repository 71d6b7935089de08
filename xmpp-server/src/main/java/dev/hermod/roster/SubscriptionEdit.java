package dev.hermod.roster;

import dev.hermod.feature.PresenceKind;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What a subscription stanza makes of a stored item, and what else is to be done. For one thread
/// and one update; after a repetition the last outcome counts.
final class SubscriptionEdit implements Rosters.Edit {
    private final JID contact;
    private final @Nullable String request;
    private final Function<Standing, SubscriptionStep> rule;
    private Standing before = Standing.NONE;
    private SubscriptionStep step = SubscriptionStep.keep(Standing.NONE);

    private SubscriptionEdit(
            JID contact, @Nullable String request, Function<Standing, SubscriptionStep> rule) {
        this.contact = contact;
        this.request = request;
        this.rule = rule;
    }

    static SubscriptionEdit outbound(PresenceKind kind, JID contact) {
        return new SubscriptionEdit(contact, null, now -> SubscriptionStates.outbound(kind, now));
    }

    /// @param request the stanza as XML, to be kept until it is answered (RFC 6121 3.1.3)
    static SubscriptionEdit inbound(PresenceKind kind, JID contact, @Nullable String request) {
        return new SubscriptionEdit(contact, request, now -> SubscriptionStates.inbound(kind, now));
    }

    @Override
    public @Nullable RosterItem apply(@Nullable RosterItem present) {
        before = Standing.of(present);
        step = rule.apply(before);
        Standing next = step.next();
        boolean listed = next.warrantsItem() || (present != null && present.listed());
        if (!listed && !next.pendingIn()) {
            return null;
        }
        return new RosterItem(
                contact,
                present == null ? null : present.name(),
                present == null ? Set.of() : present.groups(),
                next.subscription(),
                listed,
                next.pendingOut(),
                next.approved(),
                next.pendingIn() ? pending(present) : null);
    }

    /// The first request is the one that is kept.
    private @Nullable String pending(@Nullable RosterItem present) {
        return present != null && present.request() != null ? present.request() : request;
    }

    /// How owner and contact stood to each other before.
    Standing before() {
        return before;
    }

    SubscriptionStep step() {
        return step;
    }
}
