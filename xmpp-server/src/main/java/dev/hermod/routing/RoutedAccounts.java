package dev.hermod.routing;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hermod.feature.RoutedAccount;
import dev.hermod.feature.RoutedState;
import dev.hermod.storage.StorageUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// What features know of local accounts that are not online: loaded once, remembered within a bound
/// by weight. An account takes its instance along when it comes online and gives it back when it
/// goes, so that at any time there is one for all.
public final class RoutedAccounts {
    private static final long REMEMBERED = 200_000;
    private static final long PATIENCE_SECONDS = 30;

    private final List<RoutedState<?>> keys = new ArrayList<>();
    private final AsyncCache<JID, Held> remembered =
            Caffeine.newBuilder()
                    .maximumWeight(REMEMBERED)
                    .weigher((JID _, Held held) -> held.weight)
                    .executor(task -> Thread.ofVirtual().name("routed-accounts").start(task))
                    .buildAsync();

    RoutedAccounts() {}

    /// An account's states by index of their keys.
    public static final class Held implements RoutedAccount {
        private final JID address;
        private final Object[] states;
        private final int weight;
        private volatile boolean removed;

        private Held(JID address, Object[] states, int weight) {
            this.address = address;
            this.states = states;
            this.weight = weight;
        }

        @Override
        public JID address() {
            return address;
        }

        @Override
        @SuppressWarnings(
                "unchecked") // the key was made together with the loader that filled this index
        public <T> T state(RoutedState<T> key) {
            return (T) states[key.index()];
        }

        /// Whether the account it was loaded for is gone; one made anew is loaded anew.
        public boolean removed() {
            return removed;
        }

        /// The account is gone.
        public void remove() {
            removed = true;
        }
    }

    <T> RoutedState<T> key(Function<JID, T> loader, ToIntFunction<T> weight) {
        RoutedState<T> key = new RoutedState<>(keys.size(), loader, weight);
        keys.add(key);
        return key;
    }

    /// Whether any feature keeps a state at all.
    boolean used() {
        return !keys.isEmpty();
    }

    /// What is remembered of an account that is not online; never waits.
    @Nullable Held inMemory(JID account) {
        CompletableFuture<Held> present = remembered.getIfPresent(account);
        return present == null || !present.isDone() || present.isCompletedExceptionally()
                ? null
                : present.getNow(null);
    }

    /// Loads an account that is not online, once for all who ask at a time; blocks.
    ///
    /// @throws StorageUnavailableException when it cannot be loaded now
    public Held load(JID account) {
        CompletableFuture<Held> mine = new CompletableFuture<>();
        CompletableFuture<Held> present = remembered.asMap().putIfAbsent(account, mine);
        return present == null ? load(account, mine) : await(present);
    }

    /// An account goes offline: its instance serves on.
    public void keep(Held account) {
        if (!account.removed()) {
            remembered.put(account.address(), CompletableFuture.completedFuture(account));
        }
    }

    /// An account was removed.
    public void forget(JID account) {
        remembered.synchronous().invalidate(account);
    }

    private Held load(JID account, CompletableFuture<Held> mine) {
        boolean loaded = false;
        try {
            Held held = fresh(account);
            mine.complete(held);
            loaded = true;
            return held;
        } finally {
            if (!loaded) {
                mine.completeExceptionally(new StorageUnavailableException("it was not loaded"));
            }
        }
    }

    private Held fresh(JID account) {
        Object[] states = new Object[keys.size()];
        int weight = 1;
        for (RoutedState<?> key : keys) {
            weight = Math.addExact(weight, load(key, account, states));
        }
        return new Held(account, states, weight);
    }

    private static <T> int load(RoutedState<T> key, JID account, Object[] states) {
        T state = key.loader().apply(account);
        states[key.index()] = state;
        return key.weight().applyAsInt(state);
    }

    private static Held await(CompletableFuture<Held> loading) {
        try {
            return loading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("interrupted while an account was loaded", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StorageUnavailableException("an account cannot be loaded now", e);
        }
    }
}
