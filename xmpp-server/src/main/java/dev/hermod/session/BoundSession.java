package dev.hermod.session;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Slot;
import dev.hermod.feature.StreamContext;
import dev.hermod.routing.KeptSlot;
import dev.hermod.stanza.Stanzas;
import dev.hermod.storage.SavedSession;
import dev.hermod.xml.FrozenElement;
import dev.hermod.xml.StreamErrorCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// One bound resource. Its stream calls it on the connection's event loop only; what other threads
/// ask for goes there. It may outlive its connection and go on over another (XEP-0198 section 5).
public final class BoundSession implements Session {
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final JID address;
    private final LocalAccount account;
    private final LocalSessions sessions;
    private final SessionLink link;
    private final Reading reading;
    private final InboundOrder inbound;
    private final OutboundOrder outbound;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile StreamContext context;
    private volatile @Nullable Presence presence;
    private volatile int priority;
    private volatile @Nullable Object[] slots = {};
    private volatile Receiver receiver;
    private boolean finishing;
    private @Nullable SessionStream stream;
    private @Nullable StreamManagement management;

    /// Numbers attempts to resume, and what is sent again then; 0 is none.
    private long turns;

    private long resuming;
    private long resending;
    private boolean replayDue;

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
        this.reading = new Reading(link, sessions.stanzasPerSecond());
        this.inbound =
                new InboundOrder(
                        stanza -> sessions.router().outbound(stanza, this),
                        link,
                        reading,
                        sessions.inboundRules());
        this.outbound = new OutboundOrder(this, link, this::confirmed, sessions.outboundRules());
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
            onLoop(this::replay);
        } else if (before && !receives) {
            account.ledger().leave(receiver);
        }
        sessions.presenceChanged(this, latest);
    }

    @Override
    public void unavailable(Presence said) {
        presence(null);
        sessions.unavailable(this, said);
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
    Receiver receive() {
        Receiver next = new Receiver(this);
        account.ledger().leave(receiver);
        receiver = next;
        account.ledger().join(next);
        return next;
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
    public void deliver(Packet stanza) {
        onLoop(() -> outbound.write(stanza));
    }

    @Override
    public void readFromArchive(long after, long upTo) {
        onLoop(() -> {
            Receiver reader = new Receiver(this);
            account.ledger().answerFor(reader, IdRanges.of(after, upTo));
            outbound.mark(new Delivered(reader, upTo));
        });
    }

    @Override
    public void end(SessionEnd reason) {
        onLoop(() -> {
            endStream(reason);
            finish(false);
        });
    }

    /// Ends the stream; a session that can be resumed waits for another.
    void drop(SessionEnd reason) {
        onLoop(() -> {
            endStream(reason);
            lost();
        });
    }

    private void endStream(SessionEnd reason) {
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
        sessions.meters().received(stanza);
        if (management != null || !outbound.answersCheckpoint(stanza)) {
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
        if (goodOrder && management == null) {
            outbound.streamClosed();
        }
        if (!finishing) {
            finishing = true;
            notResumable();
            inbound.finish(this::over);
        }
    }

    /// The session's stream has ended, and not because the client wanted it to end.
    public void lost(Connection connection) {
        if (link.isOn(connection)) {
            lost();
        }
    }

    private void lost() {
        stream = null;
        resending = 0;
        link.disconnect();
        outbound.proceed();
        StreamManagement managed = management;
        if (managed != null && managed.resumable() && !finishing) {
            outbound.active(true);
            sessions.resumables().waitsFor(managed.patience(), this);
        } else {
            finish(false);
        }
    }

    /// The server stops. A session that can be resumed is kept for its next start, and nobody hears
    /// of it; others end.
    void suspend(SessionEnd reason, List<KeptSlot<?>> slots, Restarts restarts) {
        onLoop(() -> {
            endStream(reason);
            StreamManagement managed = management;
            if (managed == null || !managed.resumable() || finishing) {
                finish(false);
                return;
            }
            lost();
            finishing = true;
            inbound.finish(() -> {
                restarts.suspended(
                        new SavedSession(
                                address,
                                managed.id(),
                                Instant.now().plus(sessions.resumables().left(this)),
                                state(managed, slots).write()));
                sessions.resumables().forget(managed.id(), this);
                sessions.suspended(account, this);
                over.complete(null);
            });
        });
    }

    private SessionState state(StreamManagement managed, List<KeptSlot<?>> slots) {
        Map<String, String> kept = new HashMap<>();
        slots.forEach(slot -> slot.read(this).ifPresent(text -> kept.put(slot.name(), text)));
        Unacknowledged sent = managed.unacknowledged();
        Presence present = presence;
        return new SessionState(
                context,
                managed.patience(),
                inbound.handled(),
                sent.sent() - sent.size(),
                present == null ? null : Stanzas.element(present),
                kept,
                sent.all().stream().flatMap(one -> sent(one).stream()).toList());
    }

    private static Optional<SessionState.Sent> sent(Unacknowledged.Sealed sealed) {
        return switch (sealed) {
            case Unacknowledged.Sealed.Logged(Delivered entry) ->
                    Optional.of(new SessionState.Sent(entry.id(), null, 0));
            case Unacknowledged.Sealed.Inline(FrozenElement element, long _, long epochMillis) ->
                    Optional.of(new SessionState.Sent(0, element, epochMillis));
            case Unacknowledged.Sealed.Forgotten _ -> Optional.empty();
        };
    }

    /// Goes on as it was before a restart of the server; before anybody else knows it.
    void restore(String id, SessionState state, List<KeptSlot<?>> slots) {
        StreamManagement managed = management(id, state.patience(), state.handled());
        Unacknowledged sent = managed.unacknowledged();
        sent.restore(state.acknowledged());
        long before = 0;
        for (SessionState.Sent one : state.sent()) {
            FrozenElement element = one.element();
            if (element != null) {
                sent.add(new Unacknowledged.Sealed.Inline(element, 0, one.epochMillis()));
            } else {
                if (one.id() < before) {
                    // Of an earlier receiver, or of a later one: each confirms in its own order.
                    receiver = new Receiver(this);
                }
                before = one.id();
                account.ledger().answerFor(receiver, IdRanges.of(one.id() - 1, one.id()));
                sent.add(new Unacknowledged.Sealed.Logged(new Delivered(receiver, one.id())));
            }
        }
        slots.forEach(slot -> {
            String text = state.slots().get(slot.name());
            if (text != null) {
                slot.write(this, text);
            }
        });
        FrozenElement present = state.presence();
        presence = present == null ? null : Stanzas.presence(present);
        priority = present == null ? 0 : Stanzas.presence(present).getPriority();
        outbound.proceed();
        if (receiving()) {
            receiver = new Receiver(this);
            sessions.replays().receiveUnsent(account, receiver, sent);
        }
    }

    /// Called about once a second.
    ///
    /// @return `false` when the client does not acknowledge and sends nothing at all
    public boolean tick(long nowNanos) {
        outbound.tick(nowNanos);
        return management == null || management.tick(nowNanos);
    }

    /// Whether stream management is on.
    public boolean managed() {
        return management != null;
    }

    /// Turns stream management on; once.
    ///
    /// @param resumable whether the client wants to be able to resume
    /// @param wanted how long the session is to wait for it then, `null` to leave that to the
    ///   server
    public StreamManaged manage(boolean resumable, @Nullable Duration wanted) {
        StreamManagement started =
                management(
                        sessions.resumables().newId(),
                        resumable ? sessions.resumables().patience(wanted) : Duration.ZERO,
                        0);
        return new StreamManaged(started.id(), started.patience());
    }

    private StreamManagement management(String id, Duration patience, long before) {
        StreamManagement started =
                new StreamManagement(
                        id,
                        patience,
                        sessions.managementRules(),
                        link,
                        inbound::handled,
                        inbound::received,
                        this::confirmed);
        management = started;
        inbound.count(id, before, started::settled);
        outbound.managedBy(started);
        if (started.resumable()) {
            sessions.resumables().add(id, this);
        }
        return started;
    }

    /// The client has acknowledged so many stanzas (XEP-0198 `<a/>`).
    public void acknowledged(long h) throws HandledCountTooHigh {
        if (management != null) {
            management.acknowledged(h);
        }
    }

    /// The client asks how far the server is (XEP-0198 `<r/>`).
    public void acknowledgementRequested() {
        if (management != null) {
            management.requested();
        }
    }

    /// Asks the client whether it is there; only when [#managed].
    public void askForAcknowledgement() {
        if (management != null) {
            management.request();
        }
    }

    /// Whether somebody looks at the client (XEP-0352).
    public void active(boolean looked) {
        outbound.active(looked);
    }

    /// What is not acknowledged cannot be sent again any more.
    void notResumable() {
        StreamManagement managed = management;
        if (managed != null) {
            sessions.resumables().remove(managed.id(), this, inbound.handled());
            if (!link.connected()) {
                finish(false);
            }
        }
    }

    /// Nobody came back for it in time.
    void expire() {
        onLoop(() -> {
            if (!link.connected() && resuming == 0) {
                finish(false);
            }
        });
    }

    /// Goes on over another connection, from which nothing is read meanwhile. An open stream that
    /// it is on is ended.
    ///
    /// @param on what follows of it there
    /// @param h the count that the client has acknowledged
    void resume(
            Connection next, StreamContext nextContext, SessionStream on, long h, Resumption then) {
        boolean moves =
                link.moveTo(
                        next,
                        this::leave,
                        () -> {
                            long turn = resuming;
                            link.schedule(() -> tooLate(turn, then), SETTLING);
                            inbound.finish(() -> arrived(turn, nextContext, on, h, then));
                        });
        if (!moves) {
            next.execute(() -> then.refused(PacketError.Condition.conflict, -1));
        }
    }

    private void leave() {
        endStream(
                new SessionEnd(StreamErrorCondition.CONFLICT, "the session was resumed elsewhere"));
        sessions.resumables().waitsNoMore(this);
        resuming = ++turns;
        resending = 0;
        outbound.suspend();
        inbound.dropWaiting();
    }

    /// What had been received on the old stream is settled.
    private void arrived(
            long turn, StreamContext nextContext, SessionStream on, long h, Resumption then) {
        if (resuming != turn) {
            return;
        }
        resuming = 0;
        StreamManagement managed = management;
        if (finishing || managed == null || !managed.resumable()) {
            link.disconnect();
            then.refused(PacketError.Condition.item_not_found, inbound.handled());
            return;
        }
        try {
            managed.acknowledged(h);
        } catch (HandledCountTooHigh e) {
            lost();
            then.refused(e);
            return;
        }
        context = nextContext;
        stream = on;
        managed.resumed();
        then.resumed(this, managed.id(), inbound.handled());
        if (link.connected()) {
            link.readOn();
            resending = ++turns;
            sessions.replays().resend(account, this, managed.unacknowledged().all(), resending);
        }
    }

    /// What was not acknowledged is sent once more.
    void resent(long turn, List<Unacknowledged.Sealed> gone) {
        StreamManagement managed = management;
        if (resending == turn && managed != null) {
            resending = 0;
            managed.unacknowledged().removeAll(gone);
            outbound.proceed();
            if (replayDue) {
                replay();
            }
        }
    }

    /// Whether this is what is sent once more at present.
    boolean resends(long turn) {
        return resending == turn;
    }

    /// Whether stored messages can be sent now.
    boolean takesReplay() {
        return link.connected() && resuming == 0 && resending == 0;
    }

    /// Sends stored messages, now or when the session is resumed.
    void replay() {
        replayDue = !takesReplay();
        if (!replayDue && receiving() && !over.isDone()) {
            sessions.replays().begin(account, this);
        }
    }

    private void tooLate(long turn, Resumption waiting) {
        if (resuming == turn) {
            resuming = 0;
            lost();
            waiting.refused(PacketError.Condition.resource_constraint, -1);
        }
    }

    /// Requests that the client has not taken are answered, since it never will (RFC 6121
    /// 8.5.3.2.3).
    void bounceRequests(Consumer<Packet> answer) {
        if (management == null) {
            return;
        }
        for (Unacknowledged.Sealed sealed : management.unacknowledged().all()) {
            if (sealed instanceof Unacknowledged.Sealed.Inline inline
                    && inline.element().localName().equals("iq")) {
                IQ iq = Stanzas.iq(inline.element());
                if (iq.isRequest() && iq.getFrom() != null && iq.getTo() != null) {
                    answer.accept(Stanzas.error(iq, PacketError.Condition.service_unavailable));
                }
            }
        }
    }

    OutboundOrder outbound() {
        return outbound;
    }

    SessionLink link() {
        return link;
    }

    @Nullable StreamManagement management() {
        return management;
    }

    private void confirmed(Delivered entry) {
        sessions.confirmed(account, entry);
    }

    private void over() {
        if (!over.isDone()) {
            sessions.over(account, this);
            over.complete(null);
        }
    }

    private void onLoop(Runnable task) {
        if (link.inEventLoop()) {
            task.run();
        } else {
            link.execute(task);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
