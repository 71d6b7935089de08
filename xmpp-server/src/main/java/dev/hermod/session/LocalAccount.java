package dev.hermod.session;

import dev.hermod.feature.AccountState;
import dev.hermod.feature.OnlineAccount;
import dev.hermod.feature.RoutedState;
import dev.hermod.routing.RoutedAccounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// An account while it has bound resources on this node. Its list of sessions is replaced, never
/// changed.
final class LocalAccount implements OnlineAccount {
    private final RoutedAccounts.Held routed;
    private final Object[] states;
    private final DeliveryLedger<Receiver> ledger;
    private volatile List<BoundSession> sessions = List.of();

    LocalAccount(RoutedAccounts.Held routed, Object[] states, DeliveryLedger<Receiver> ledger) {
        this.routed = routed;
        this.states = states;
        this.ledger = ledger;
    }

    @Override
    public JID address() {
        return routed.address();
    }

    @Override
    public List<BoundSession> sessions() {
        return sessions;
    }

    @Override
    @SuppressWarnings(
            "unchecked") // the key was made together with the loader that filled this index
    public <T> T state(AccountState<T> key) {
        return (T) states[key.index()];
    }

    @Override
    public <T> T state(RoutedState<T> key) {
        return routed.state(key);
    }

    /// What stays in memory when it goes offline.
    RoutedAccounts.Held routed() {
        return routed;
    }

    DeliveryLedger<Receiver> ledger() {
        return ledger;
    }

    @Nullable BoundSession session(String resource) {
        for (BoundSession session : sessions) {
            if (resource.equals(session.address().getResource())) {
                return session;
            }
        }
        return null;
    }

    /// Gives what an ended session left to the one that would get it first.
    void passOn() {
        sessions.stream()
                .filter(BoundSession::receiving)
                .max(
                        Comparator.comparing((BoundSession session) -> session.link().connected())
                                .thenComparingInt(BoundSession::priority))
                .ifPresent(session -> session.link().execute(session::replay));
    }

    synchronized void add(BoundSession session) {
        List<BoundSession> more = new ArrayList<>(sessions);
        more.add(session);
        sessions = List.copyOf(more);
    }

    /// `false` when it was not there (any more).
    synchronized boolean remove(BoundSession session) {
        List<BoundSession> fewer = new ArrayList<>(sessions);
        boolean removed = fewer.removeIf(other -> other == session);
        sessions = List.copyOf(fewer);
        return removed;
    }
}
