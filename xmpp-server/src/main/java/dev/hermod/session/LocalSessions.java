package dev.hermod.session;

import dev.hermod.config.ResourceConflict;
import dev.hermod.feature.Session;
import dev.hermod.feature.SessionEnd;
import dev.hermod.feature.SessionListener;
import dev.hermod.feature.Sessions;
import dev.hermod.feature.Slot;
import dev.hermod.feature.StreamContext;
import dev.hermod.feature.UserAgent;
import dev.hermod.routing.InstalledFeatures;
import dev.hermod.routing.KeptSlot;
import dev.hermod.routing.LocalDelivery;
import dev.hermod.routing.RoutedAccounts;
import dev.hermod.routing.StanzaRouter;
import dev.hermod.stanza.Jids;
import dev.hermod.stanza.StanzaException;
import dev.hermod.storage.SavedSession;
import dev.hermod.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/// The accounts that are online on this node, and their sessions: binding, ending, and what is
/// remembered in between.
public final class LocalSessions implements Sessions {
    private static final int LOCKS = 256;
    private static final Logger log = LoggerFactory.getLogger(LocalSessions.class);
    private static final Duration TO_ANNOUNCE = Duration.ofSeconds(5);
    private static final Duration LEAST_AFTER_RESTART = Duration.ofSeconds(15);

    /// Numbers from the configuration.
    public record Limits(
            int sessionsPerAccount,
            int pendingMessages,
            int stanzasPerSecond,
            long outboundQueueBytes,
            int heldStanzas,
            Duration checkpointAfter,
            Duration checkpointGive,
            Duration resumption,
            int unacknowledged,
            ResourceConflict conflict) {}

    private final ConcurrentHashMap<JID, LocalAccount> accounts = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final SessionParts parts;
    private final Resources resources;
    private final Storage storage;
    private final Restarts restarts;
    private volatile boolean closed;
    private final AcknowledgedPositions positions;
    private @Nullable InstalledFeatures features;
    private @Nullable StanzaRouter router;
    private @Nullable Slot<UserAgent> userAgents;

    public LocalSessions(Storage storage, Limits limits, MeterRegistry registry) {
        this.storage = storage;
        this.parts =
                SessionParts.of(
                        limits,
                        storage.messageLog(),
                        kept -> router().stillWanted(kept),
                        new StanzaMeters(registry, this));
        this.resources =
                new Resources(limits.sessionsPerAccount(), limits.conflict(), parts.resumables());
        this.restarts = new Restarts(storage.savedSessions());
        this.positions = new AcknowledgedPositions(storage, this::forget);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// Joins it with what is built on it; once, before the first session.
    public void connect(InstalledFeatures installed, StanzaRouter connected) {
        features = installed;
        router = connected;
        userAgents = installed.sessionSlot(UserAgent.class, UserAgent.TEXT);
    }

    Slot<UserAgent> userAgents() {
        return java.util.Objects.requireNonNull(userAgents, "connect() comes first");
    }

    /// How committed messages reach the sessions.
    public LocalDelivery delivery() {
        return new LogDelivery(this);
    }

    /// Binds a resource; blocks. The session holds back what it is delivered until
    /// [BoundSession#start].
    ///
    /// @param resource what the client asks for, `null` to let the server choose
    /// @throws StanzaException the error to answer the request with
    /// @throws dev.hermod.storage.StorageUnavailableException when the account's state cannot be
    ///   loaded now
    public BoundSession bind(
            JID account, @Nullable String resource, StreamContext stream, Connection connection)
            throws StanzaException {
        ReentrantLock lock = lock(account);
        lock.lock();
        try {
            if (closed) {
                throw new StanzaException(
                        PacketError.Condition.resource_constraint,
                        PacketError.Type.wait,
                        "the server is stopping",
                        null);
            }
            LocalAccount local = online(account);
            BoundSession session =
                    new BoundSession(
                            resources.choose(local, resource),
                            local,
                            stream,
                            new SessionLink(connection),
                            this);
            accounts.put(account, local);
            local.add(session);
            return session;
        } finally {
            lock.unlock();
        }
    }

    private LocalAccount online(JID account) {
        LocalAccount local = accounts.get(account);
        return local == null ? load(account) : local;
    }

    /// Goes on with an earlier session on a new stream, from which nothing is read until then
    /// (XEP-0198 section 5); blocks.
    ///
    /// @param h the count that the client has acknowledged
    /// @throws dev.hermod.storage.StorageUnavailableException when it cannot be known now what
    ///   became of it
    public void resume(
            JID account,
            String id,
            long h,
            StreamContext context,
            Connection connection,
            SessionStream stream,
            Resumption then) {
        @Nullable BoundSession session = parts.resumables().find(id);
        if (session != null && session.account().address().equals(account)) {
            session.resumption().resume(connection, context, stream, h, then);
        } else {
            long handled = handled(account, id);
            connection.execute(() -> then.refused(PacketError.Condition.item_not_found, handled));
        }
    }

    private long handled(JID account, String id) {
        ResumableSessions.@Nullable Ended ended = parts.resumables().ended(id);
        if (ended != null) {
            return ended.account().equals(account.toString()) ? ended.handled() : -1;
        }
        return storage.messageLog().lastNumber(account, id);
    }

    /// Tells the features of a session that was bound; on its event loop.
    public void announce(BoundSession session) {
        for (SessionListener listener : installed().sessionListeners()) {
            listener.bound(session);
        }
    }

    /// Tells the features what a session says of itself now.
    void presenceChanged(BoundSession session, @Nullable Presence latest) {
        for (SessionListener listener : installed().sessionListeners()) {
            listener.presenceChanged(session, latest);
        }
    }

    /// Tells the features what a session said last.
    void unavailable(BoundSession session, Presence said) {
        for (SessionListener listener : installed().sessionListeners()) {
            listener.unavailable(session, said);
        }
    }

    private LocalAccount load(JID account) {
        RoutedAccounts.Held routed = installed().routedAccounts().load(account);
        Object[] states = installed().loadAccountStates(account);
        return new LocalAccount(
                routed, states, new DeliveryLedger<>(storage.deliveryCursors().position(account)));
    }

    /// On the session's event loop, once.
    void over(LocalAccount account, BoundSession session) {
        account.remove(session);
        for (SessionListener listener : installed().sessionListeners()) {
            listener.ended(session);
        }
        boolean left = account.ledger().end(receiver -> receiver.session() == session);
        positions.changed(account);
        if (left) {
            account.passOn();
        }
        session.management().bounceRequests(router()::route);
    }

    /// On the session's event loop, once, instead of [#over].
    void suspended(LocalAccount account, BoundSession session) {
        account.remove(session);
        var _ = account.ledger().end(receiver -> receiver.session() == session);
        positions.changed(account);
    }

    /// Brings back the sessions that could be resumed when the server was stopped; before the first
    /// client. Features have heard of them when this returns: others do nothing that they would
    /// miss.
    ///
    /// @param loops an event loop for each
    public void restore(Supplier<EventLoop> loops) {
        restarts.restore(saved -> restore(saved, loops.get()));
    }

    private void restore(SavedSession saved, EventLoop loop) {
        try {
            brought(saved, loop).get(TO_ANNOUNCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("session {} may miss something", saved.address(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Completes when the features have been told.
    private CompletableFuture<Void> brought(SavedSession saved, EventLoop loop) {
        JID account = Jids.bare(saved.address());
        SessionState state = SessionState.read(saved.state());
        ReentrantLock lock = lock(account);
        lock.lock();
        try {
            LocalAccount local = online(account);
            if (local.session(saved.address().getResource()) != null) {
                return CompletableFuture.completedFuture(null);
            }
            SessionLink link = new SessionLink(loop);
            BoundSession session =
                    new BoundSession(saved.address(), local, state.context(), link, this);
            SuspendedSession.restore(session, saved.stream(), state, installed().keptSlots());
            accounts.put(account, local);
            local.add(session);
            parts.resumables().waitsFor(left(saved), session);
            return CompletableFuture.runAsync(
                    () -> {
                        announce(session);
                        presenceChanged(session, session.presence());
                    },
                    link::execute);
        } finally {
            lock.unlock();
        }
    }

    /// Also where the time has run out: that a session is over is for features to hear, and for
    /// others, when all the sessions are there again that they may have to tell.
    private static Duration left(SavedSession saved) {
        Duration left = Duration.between(Instant.now(), saved.until());
        return left.compareTo(LEAST_AFTER_RESTART) < 0 ? LEAST_AFTER_RESTART : left;
    }

    void confirmed(LocalAccount account, Delivered entry) {
        account.ledger().confirm(entry.receiver(), entry.id());
        positions.changed(account);
    }

    /// Forgets an account that nobody is online with and whose position is stored; blocks for as
    /// long as somebody binds.
    private void forget(LocalAccount account) {
        ReentrantLock lock = lock(account.address());
        lock.lock();
        try {
            if (account.sessions().isEmpty() && positions.stored(account)) {
                installed().routedAccounts().keep(account.routed());
                accounts.remove(account.address(), account);
            }
        } finally {
            lock.unlock();
        }
    }

    /// An account was removed from storage: nothing that is known of it may serve one that is made
    /// anew.
    public void removed(JID account) {
        ReentrantLock lock = lock(account);
        lock.lock();
        try {
            LocalAccount local = accounts.get(account);
            if (local != null) {
                local.routed().remove();
                if (local.sessions().isEmpty()) {
                    accounts.remove(account, local);
                }
            }
            installed().routedAccounts().forget(account);
        } finally {
            lock.unlock();
        }
    }

    /// Nobody new from now on. Streams that logged in before would bind otherwise while the others
    /// are being written down, who would miss what is said there.
    public void close() {
        for (ReentrantLock lock : locks) {
            // Whoever is at it comes to an end.
            lock.lock();
            try {
                closed = true;
            } finally {
                lock.unlock();
            }
        }
    }

    /// Ends all streams with an error and waits, bounded, until what they had under way is done and
    /// stored. Sessions that can be resumed are there again after [#restore].
    public void stop(SessionEnd reason, Duration deadline) {
        close();
        List<KeptSlot<?>> slots = installed().keptSlots();
        Standstill all = new Standstill();
        SessionEnds.end(
                accounts.values(),
                _ -> true,
                session -> session.suspend(reason, slots, restarts, all),
                () -> {
                    all.passed();
                    delayed(deadline.dividedBy(2)).execute(all::open);
                },
                deadline);
        parts.resumables().close();
        positions.close();
        restarts.save();
    }

    private static Executor delayed(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Ends sessions of one account, and waits, bounded, until they are over.
    public void end(JID account, Predicate<Session> which, SessionEnd reason, Duration deadline) {
        LocalAccount online = accounts.get(account);
        if (online != null) {
            SessionEnds.end(
                    List.of(online),
                    which::test,
                    session -> session.end(reason),
                    () -> {},
                    deadline);
        }
    }

    @Override
    public @Nullable LocalAccount account(JID address) {
        return accounts.get(address.getResource() == null ? address : Jids.bare(address));
    }

    @Override
    public @Nullable BoundSession session(JID fullJid) {
        String resource = fullJid.getResource();
        LocalAccount account = resource == null ? null : account(fullJid);
        return account == null || resource == null ? null : account.session(resource);
    }

    @Override
    public Collection<LocalAccount> accounts() {
        return Collections.unmodifiableCollection(accounts.values());
    }

    @Override
    public int count() {
        return accounts.values().stream().mapToInt(account -> account.sessions().size()).sum();
    }

    SessionParts parts() {
        return parts;
    }

    StanzaRouter router() {
        return java.util.Objects.requireNonNull(router, "connect() comes first");
    }

    private InstalledFeatures installed() {
        return java.util.Objects.requireNonNull(features, "connect() comes first");
    }

    private ReentrantLock lock(JID account) {
        return locks[Math.floorMod(account.hashCode(), LOCKS)];
    }
}
