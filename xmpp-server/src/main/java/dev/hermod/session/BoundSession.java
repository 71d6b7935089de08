package dev.hermod.session;

import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.Slot;
import dev.hermod.feature.StreamContext;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/// One bound resource. Its stream calls it on the connection's event loop only; what other threads
/// ask for goes there.
public final class BoundSession implements Session {
    private final JID address;
    private final LocalAccount account;
    private final StreamContext stream;
    private final Connection connection;
    private final LocalSessions sessions;
    private final Reading reading;
    private final InboundOrder inbound;
    private final OutboundOrder outbound;
    private volatile @Nullable Presence presence;
    private volatile int priority;
    private volatile @Nullable Object[] slots = {};
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private @Nullable SessionEnding ending;

    BoundSession(
            JID address,
            LocalAccount account,
            StreamContext stream,
            Connection connection,
            LocalSessions sessions) {
        this.address = address;
        this.account = account;
        this.stream = stream;
        this.connection = connection;
        this.sessions = sessions;
        this.reading = new Reading(connection, sessions.stanzasPerSecond());
        this.inbound =
                new InboundOrder(
                        stanza -> sessions.router().outbound(stanza, this),
                        connection,
                        reading,
                        sessions.inboundRules());
        this.outbound =
                new OutboundOrder(
                        this,
                        connection,
                        upTo -> sessions.confirmed(account, this, upTo),
                        sessions.outboundRules());
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
        return stream;
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
        boolean received = receiving();
        presence = latest;
        priority = latest == null ? 0 : latest.getPriority();
        boolean receives = receiving();
        if (receives && !received) {
            onLoop(() -> sessions.replays().begin(account, this));
        } else if (received && !receives) {
            account.ledger().leave(this);
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
    public void end(SessionEnd reason) {
        onLoop(() -> {
            if (ending != null) {
                ending.end(reason);
            }
        });
    }

    /// Who closes the stream when the server ends this session; set once by the stream.
    public void endedBy(SessionEnding streamEnding) {
        ending = streamEnding;
    }

    /// The answer to binding is written: what was delivered meanwhile follows.
    public void start() {
        outbound.endReplay();
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
        if (!outbound.answersCheckpoint(stanza)) {
            inbound.receive(stanza);
            reading.received();
        }
    }

    /// Nothing more will come: what was received is worked off, then the session ends.
    ///
    /// @param goodOrder the client closed its stream, so it has read what it was sent
    public void finish(boolean goodOrder) {
        if (goodOrder) {
            outbound.streamClosed();
        }
        inbound.finish(this::over);
    }

    /// Called about once a second.
    public void tick(long nowNanos) {
        outbound.tick(nowNanos);
    }

    OutboundOrder outbound() {
        return outbound;
    }

    Connection connection() {
        return connection;
    }

    private void over() {
        if (!over.isDone()) {
            sessions.over(account, this);
            over.complete(null);
        }
    }

    private void onLoop(Runnable task) {
        if (connection.inEventLoop()) {
            task.run();
        } else {
            connection.execute(task);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
