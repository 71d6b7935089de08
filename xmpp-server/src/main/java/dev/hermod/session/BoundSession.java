package dev.hermod.session;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Slot;
import dev.hermod.feature.StreamContext;
import dev.hermod.feature.UserAgent;
import dev.hermod.routing.KeptSlot;
import dev.hermod.routing.Refusals;
import dev.hermod.stanza.Stanzas;
import dev.hermod.xml.FrozenElement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/// One bound resource. Its stream calls it on the connection's event loop only; what other threads
/// ask for goes there. It may outlive its connection and go on over another (XEP-0198 section 5).
public final class BoundSession implements Session {
    static final long NOTHING = -1;
    private static final Duration POLL = Duration.ofMillis(10);

    private final JID address;
    private final LocalAccount account;
    private final LocalSessions sessions;
    private final SessionLink link;
    private final Reading reading;
    private final InboundOrder inbound;
    private final OutboundOrder outbound;
    private final SessionManagement management = new SessionManagement(this);
    private final SessionResumption resumption = new SessionResumption(this);
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile StreamContext context;
    private volatile @Nullable Presence presence;
    private volatile int priority;
    private volatile @Nullable Object[] slots = {};
    private volatile Receiver receiver;
    private @Nullable IdRanges fetched;
    private boolean finishing;
    private @Nullable SessionStream stream;
    private boolean replayDue;
    private long missedSince = NOTHING;

    BoundSession(
            JID address,
            LocalAccount account,
            StreamContext context,
            SessionLink link,
            LocalSessions sessions) {
        this.address = address;
        this.account = account;
        this.context = context;
        this.receiver = new Receiver(this);
        this.link = link;
        this.sessions = sessions;
        this.reading = new Reading(link, sessions.parts().stanzasPerSecond());
        this.inbound =
                new InboundOrder(
                        stanza -> sessions.router().outbound(stanza, this),
                        link,
                        reading,
                        sessions.parts().inbound());
        this.outbound = new OutboundOrder(this, link, this::confirmed, sessions.parts().outbound());
    }

    @Override
    public JID address() {
        return address;
    }

    @Override
    public OnlineAccount account() {
        return account;
    }

    @Override
    public StreamContext stream() {
        return context;
    }

    @Override
    public @Nullable Presence presence() {
        return presence;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public void presence(@Nullable Presence latest) {
        boolean before = receiving();
        presence = latest;
        priority = latest == null ? 0 : latest.getPriority();
        boolean receives = receiving();
        if (receives && !before) {
            link.run(this::replay);
        } else if (before && !receives) {
            account.ledger().leave(receiver);
            link.run(() -> missedSince = NOTHING);
        }
        sessions.presenceChanged(this, latest);
    }

    @Override
    public void unavailable(Presence said) {
        presence(null);
        sessions.unavailable(this, said);
    }

    @Override
    public void announce(UnaryOperator<Presence> change) {
        link.run(() -> {
            Presence said = presence;
            if (said != null && !over.isDone()) {
                sessions.router().announce(change.apply(said), this);
            }
        });
    }

    /// Whether messages to the bare JID are for this session too.
    boolean receiving() {
        return presence != null && priority >= 0;
    }

    /// Who answers for what it is given now.
    Receiver receiver() {
        return receiver;
    }

    /// Begins to receive; on the event loop.
    ///
    /// @return up to which id was routed before
    long receive() {
        Receiver before = receiver;
        receiver = new Receiver(this);
        return account.ledger().join(receiver, before);
    }

    /// Above which id it has missed something that other resources may have; [#NOTHING] for none,
    /// and from now on.
    long takeMissed() {
        long missed = missedSince;
        missedSince = NOTHING;
        return missed;
    }

    /// What was routed above this id while it was to receive it has not been given to it.
    void missed(long since) {
        missedSince = missedSince < 0 ? since : Math.min(since, missedSince);
    }

    @Override
    public <T> @Nullable T get(Slot<T> slot) {
        @Nullable Object[] present = slots;
        return slot.index() < present.length ? slot.type().cast(present[slot.index()]) : null;
    }

    @Override
    public synchronized <T> void set(Slot<T> slot, @Nullable T value) {
        @Nullable Object[] more = Arrays.copyOf(slots, Math.max(slots.length, slot.index() + 1));
        more[slot.index()] = value;
        slots = more;
    }

    @Override
    public @Nullable UserAgent userAgent() {
        return get(sessions.userAgents());
    }

    /// What its client says of itself.
    public void userAgent(UserAgent said) {
        set(sessions.userAgents(), said);
    }

    @Override
    public void deliver(Packet stanza) {
        link.run(() -> outbound.write(stanza));
    }

    @Override
    public void readFromArchive(long after, long upTo) {
        link.run(() -> {
            Receiver reader = new Receiver(this);
            account.ledger().answerFor(reader, IdRanges.of(after, upTo));
            outbound.mark(new Delivered(reader, upTo));
        });
    }

    @Override
    public void fetchesFromArchive(long after, long upTo) {
        link.run(() -> {
            IdRanges ranges = fetched == null ? new IdRanges() : fetched;
            ranges.add(after, upTo);
            fetched = ranges;
        });
    }

    /// Whether its client fetches this entry itself; on the event loop.
    boolean fetches(long id) {
        return fetched != null && fetched.contains(id);
    }

    @Override
    public void end(SessionEnd reason) {
        link.run(() -> {
            endStream(reason);
            finish(false);
        });
    }

    /// Ends the stream; a session that can be resumed waits for another.
    void drop(SessionEnd reason) {
        link.run(() -> {
            endStream(reason);
            lost();
        });
    }

    void endStream(SessionEnd reason) {
        SessionStream present = stream;
        stream = null;
        if (present != null) {
            present.end(reason);
        }
    }

    /// The answer to binding is written: what was delivered meanwhile follows.
    public void start(SessionStream on) {
        stream = on;
        outbound.proceed();
    }

    /// Completes when the session is over and no longer routed to.
    void onceOver(Runnable task) {
        var _ = over.whenComplete((_, _) -> task.run());
    }

    /// Completes when the session is over and no longer routed to.
    CompletableFuture<Void> whenOver() {
        return over;
    }

    /// A stanza from the client, `from` stamped.
    public void receive(Packet stanza) {
        sessions.parts().meters().received(stanza);
        if (management.on() || !outbound.answersCheckpoint(stanza)) {
            inbound.receive(stanza);
            reading.received();
        }
    }

    /// Something from the client that is no proper stanza.
    ///
    /// @param answer the error, `null` when it must not be answered
    public void refuse(@Nullable Packet answer) {
        inbound.refuse(() -> {
            if (answer != null) {
                outbound.write(answer);
            }
        });
        reading.received();
    }

    /// Nothing more will come: what was received is worked off, then the session ends.
    ///
    /// @param goodOrder the client closed its stream, so it has read what it was sent
    public void finish(boolean goodOrder) {
        stream = null;
        if (goodOrder && !management.on()) {
            outbound.streamClosed();
        }
        if (!finishing) {
            finishing = true;
            management.notResumable();
            inbound.finish(this::over);
        }
    }

    /// The session's stream has ended, and not because the client wanted it to end.
    public void lost(Connection connection) {
        if (link.isOn(connection)) {
            lost();
        }
    }

    void lost() {
        stream = null;
        resumption.interrupted();
        link.disconnect();
        outbound.proceed();
        StreamManagement managed = management.resumable();
        if (managed != null && !finishing) {
            outbound.active(true);
            sessions.parts().resumables().waitsFor(managed.patience(), this);
        } else {
            finish(false);
        }
    }

    /// The server stops. A session that can be resumed is kept for its next start, and nobody hears
    /// of it; others end.
    ///
    /// @param all the sessions that stop
    void suspend(SessionEnd reason, List<KeptSlot<?>> slots, Restarts restarts, Standstill all) {
        all.expect();
        link.run(() -> {
            endStream(reason);
            StreamManagement managed = management.resumable();
            if (managed == null || finishing) {
                onceOver(all::passed);
                finish(false);
                return;
            }
            lost();
            finishing = true;
            long routed = account.ledger().stop(receiver);
            // Behind what was routed to it before.
            link.execute(() ->
                    onceNotReplaying(() ->
                            inbound.finish(() ->
                                    all.reached(() ->
                                            link.execute(() ->
                                                    save(managed, routed, slots, restarts))))));
        });
    }

    private void save(
            StreamManagement managed, long routed, List<KeptSlot<?>> slots, Restarts restarts) {
        forgetRefusals();
        long seen = missedSince == NOTHING ? routed : missedSince;
        restarts.suspended(SuspendedSession.save(this, managed, seen, slots));
        sessions.parts().resumables().forget(managed.id(), this);
        sessions.suspended(account, this);
        over.complete(null);
    }

    private void onceNotReplaying(Runnable task) {
        if (outbound.replaying()) {
            link.schedule(() -> onceNotReplaying(task), POLL);
        } else {
            task.run();
        }
    }

    /// Is as before a restart of the server; before anybody else knows it. What was logged since it
    /// stopped comes when it is resumed.
    ///
    /// @param seen up to which id it was given what it was to be given
    void restored(@Nullable Presence before, long seen) {
        presence = before;
        priority = before == null ? 0 : before.getPriority();
        if (receiving()) {
            missedSince = seen;
            replayDue = true;
        }
        outbound.proceed();
    }

    /// Called about once a second.
    ///
    /// @return `false` when the client does not acknowledge and sends nothing at all
    public boolean tick(long nowNanos) {
        outbound.tick(nowNanos);
        return management.tick(nowNanos);
    }

    @Override
    public boolean outlivesRestart() {
        return management.resumable() != null;
    }

    /// What XEP-0198 does for it.
    public SessionManagement management() {
        return management;
    }

    /// Whether somebody looks at the client (XEP-0352).
    public void active(boolean looked) {
        outbound.active(looked);
    }

    /// Nobody came back for it in time.
    void expire() {
        link.run(() -> {
            if (!link.connected() && !resumption.underWay()) {
                finish(false);
            }
        });
    }

    /// Goes on with another stream.
    void goOn(StreamContext nextContext, SessionStream on) {
        context = nextContext;
        stream = on;
    }

    /// Sends stored messages, now or when the session is resumed.
    void replay() {
        replayDue = !takesReplay();
        if (!replayDue && receiving() && !over.isDone()) {
            sessions.parts().replays().begin(account, this);
        }
    }

    /// What was held back meanwhile can be sent.
    void proceed() {
        outbound.proceed();
        if (replayDue) {
            replay();
        }
    }

    /// What is not acknowledged cannot be sent again: without a connection it is over.
    void notResumable() {
        management.notResumable();
        if (!link.connected()) {
            finish(false);
        }
    }

    /// Whether stored messages can be sent now.
    boolean takesReplay() {
        return link.connected() && !resumption.underWay();
    }

    /// The client goes on from what was settled, and will send once more what could not be stored
    /// and it has not heard of.
    void forgetRefusals() {
        StreamManagement managed = management.resumable();
        if (managed != null) {
            outbound.drop(stanza -> isUnheard(Stanzas.element(stanza)));
            managed.unacknowledged().removeRefusals(inbound::isUnheard);
            inbound.rewind();
        }
    }

    private boolean isUnheard(FrozenElement stanza) {
        return Refusals.isStorageAway(stanza) && inbound.isUnheard(stanza);
    }

    OutboundOrder outbound() {
        return outbound;
    }

    SessionLink link() {
        return link;
    }

    InboundOrder inbound() {
        return inbound;
    }

    LocalSessions sessions() {
        return sessions;
    }

    LocalAccount localAccount() {
        return account;
    }

    SessionResumption resumption() {
        return resumption;
    }

    /// Whether it ends once what was received is settled.
    boolean finishing() {
        return finishing;
    }

    void confirmed(Delivered entry) {
        sessions.confirmed(account, entry);
    }

    private void over() {
        if (!over.isDone()) {
            sessions.over(account, this);
            over.complete(null);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
