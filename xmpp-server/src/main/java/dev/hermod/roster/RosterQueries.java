package dev.hermod.roster;

import dev.hermod.feature.IqRequest;
import dev.hermod.feature.Services;
import dev.hermod.feature.Session;
import dev.hermod.feature.Slot;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.Roster;
import dev.hermod.storage.RosterChange;
import dev.hermod.storage.RosterItem;
import dev.hermod.storage.Rosters;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/// Roster gets and sets (RFC 6121 2.1.3 to 2.6). Another's roster is refused alike whether the
/// account exists or not.
final class RosterQueries {
    private final Services services;
    private final RosterUpdates updates;
    private final Removal removal;
    private final Slot<Boolean> interested;
    private final Function<Session, RosterView> views;

    RosterQueries(
            Services services,
            RosterUpdates updates,
            Removal removal,
            Slot<Boolean> interested,
            Function<Session, RosterView> views) {
        this.services = services;
        this.updates = updates;
        this.removal = removal;
        this.interested = interested;
        this.views = views;
    }

    /// Answers a get over the session itself: no push may come between reading the roster and
    /// answering, or the client would replace what was pushed by what is older.
    @Nullable IQ get(IqRequest request) throws StanzaException {
        Session session = ownSession(request);
        RosterView view = views.apply(session);
        @Nullable String known = request.payload().attr("ver");
        view.exclusively(() -> {
            session.set(interested, true);
            answer(request, session, view.roster(), known);
            return session;
        });
        return null;
    }

    private void answer(IqRequest request, Session session, Roster now, @Nullable String known) {
        Optional<List<RosterChange>> missed =
                RosterVersions.missed(
                        known,
                        now,
                        version ->
                                services.storage()
                                        .rosters()
                                        .changesSince(session.account().address(), version));
        if (missed.isEmpty()) {
            session.deliver(request.result(RosterPayload.query(now)));
            return;
        }
        session.deliver(request.result());
        for (RosterChange change : missed.get()) {
            session.deliver(
                    RosterUpdates.push(session, RosterPayload.change(change), change.version()));
        }
    }

    IQ set(IqRequest request) throws StanzaException {
        JID owner = ownSession(request).account().address();
        RosterPayload.Wish wish =
                RosterPayload.parse(request.payload(), services.config().limits());
        if (wish.contact().equals(owner)) {
            throw new StanzaException(Condition.not_allowed, "nobody is their own contact");
        }
        if (wish.remove()) {
            remove(owner, wish.contact());
        } else {
            put(owner, wish);
        }
        return request.result();
    }

    private void put(JID owner, RosterPayload.Wish wish) throws StanzaException {
        try {
            updates.change(owner, wish.contact(), present -> wished(wish, present), _ -> {});
        } catch (Rosters.RosterFullException _) {
            throw RosterPayload.full();
        }
    }

    private static RosterItem wished(RosterPayload.Wish wish, @Nullable RosterItem present) {
        Standing now = Standing.of(present);
        return new RosterItem(
                wish.contact(),
                wish.name(),
                wish.groups(),
                now.subscription(),
                true,
                now.pendingOut(),
                now.approved(),
                present == null ? null : present.request());
    }

    private void remove(JID owner, JID contact) throws StanzaException {
        Taken taken = new Taken();
        updates.change(owner, contact, taken, _ -> {});
        if (taken.item == null) {
            throw new StanzaException(Condition.item_not_found);
        }
        removal.ofContact(owner, contact, Standing.of(taken.item));
    }

    /// Takes an item out and keeps hold of it. A mere request is not in the roster, and stays (RFC
    /// 6121 2.5.3).
    private static final class Taken implements Rosters.Edit {
        private @Nullable RosterItem item;

        @Override
        public @Nullable RosterItem apply(@Nullable RosterItem present) {
            boolean listed = present != null && present.listed();
            item = listed ? present : null;
            return listed ? null : present;
        }
    }

    private static Session ownSession(IqRequest request) throws StanzaException {
        @Nullable Session session = request.session();
        if (session == null || !session.account().address().equals(request.to())) {
            throw new StanzaException(Condition.forbidden);
        }
        return session;
    }
}
