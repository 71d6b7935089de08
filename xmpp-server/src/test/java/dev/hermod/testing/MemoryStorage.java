package dev.hermod.testing;

import dev.hermod.auth.LoginTokens;
import dev.hermod.auth.ScramVerifier;
import dev.hermod.storage.Account;
import dev.hermod.storage.Accounts;
import dev.hermod.storage.DeliveryCursors;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Rosters;
import dev.hermod.storage.SavedSessions;
import dev.hermod.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Storage ports in memory, for tests of what stands on them; the contract tests hold real
/// implementations.
public final class MemoryStorage implements Storage, Accounts, DeliveryCursors {
    private final Map<JID, Account> accounts = new ConcurrentHashMap<>();
    private final Map<JID, Position> positions = new ConcurrentHashMap<>();
    private final Map<Class<?>, Object> ports = new ConcurrentHashMap<>();
    private final MemoryRosters rosters = new MemoryRosters();
    private final MemorySavedSessions savedSessions =
            new MemorySavedSessions(accounts::containsKey);
    private final Set<JID> otherOwners = ConcurrentHashMap.newKeySet();
    private final List<Consumer<JID>> removals = new CopyOnWriteArrayList<>();
    private final MemoryMessageLog log = new MemoryMessageLog(this::hasArchive);

    @Override
    public Accounts accounts() {
        return this;
    }

    @Override
    public Rosters rosters() {
        return rosters;
    }

    @Override
    public MessageLog messageLog() {
        return log;
    }

    /// The log, whose commits tests can hold back.
    public MemoryMessageLog memoryLog() {
        return log;
    }

    @Override
    public SavedSessions savedSessions() {
        return savedSessions;
    }

    @Override
    public DeliveryCursors deliveryCursors() {
        return this;
    }

    /// Those of accounts, of domains for what belongs to nobody, and [#addArchive].
    private boolean hasArchive(JID owner) {
        return owner.getNode() == null
                || accounts.containsKey(owner)
                || otherOwners.contains(owner);
    }

    /// From now on the log accepts this owner, who is no account.
    public void addArchive(JID owner) {
        otherOwners.add(owner);
    }

    /// Removes the archive of an owner who is no account.
    public void removeArchive(JID owner) {
        otherOwners.remove(owner);
        log.remove(owner);
    }

    /// What is to be done with every account that is removed.
    public void onRemoval(Consumer<JID> listener) {
        removals.add(listener);
    }

    /// The port `Rosters` of a feature is `MemoryRosters` in the same package of its tests, with a
    /// constructor without parameters, or one that takes this storage.
    @Override
    public <P> P port(Class<P> port) {
        return port.cast(ports.computeIfAbsent(port, this::inMemory));
    }

    private Object inMemory(Class<?> port) {
        try {
            Constructor<?> constructor =
                    Class.forName(port.getPackageName() + ".Memory" + port.getSimpleName())
                            .getConstructors()[0];
            return constructor.getParameterCount() == 0
                    ? constructor.newInstance()
                    : constructor.newInstance(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no such port: " + port.getName(), e);
        }
    }

    @Override
    public boolean healthy() {
        return true;
    }

    @Override
    public void bindTo(MeterRegistry registry) {}

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public boolean create(JID address, List<ScramVerifier> verifiers, boolean admin) {
        Account account = new Account(address, verifiers, false, admin, Instant.now());
        return accounts.putIfAbsent(address, account) == null;
    }

    @Override
    public List<JID> createAll(Collection<Account> added) {
        return added.stream()
                .filter(account -> accounts.putIfAbsent(account.address(), account) != null)
                .map(Account::address)
                .toList();
    }

    @Override
    public Optional<Account> find(JID address) {
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public boolean exists(JID address) {
        return accounts.containsKey(address);
    }

    @Override
    public boolean replaceVerifiers(JID address, List<ScramVerifier> verifiers) {
        port(LoginTokens.class).removeAll(address.toString());
        return accounts.computeIfPresent(
                        address,
                        (_, old) ->
                                new Account(
                                        address,
                                        verifiers,
                                        old.disabled(),
                                        old.admin(),
                                        old.created()))
                != null;
    }

    @Override
    public boolean setDisabled(JID address, boolean disabled) {
        return accounts.computeIfPresent(
                        address,
                        (_, old) ->
                                new Account(
                                        address,
                                        old.verifiers(),
                                        disabled,
                                        old.admin(),
                                        old.created()))
                != null;
    }

    @Override
    public boolean remove(JID address) {
        rosters.remove(address);
        positions.remove(address);
        log.remove(address);
        savedSessions.remove(address);
        removals.forEach(each -> each.accept(address));
        return accounts.remove(address) != null;
    }

    @Override
    public List<Account> list(String domain, @Nullable String after, int limit) {
        return accounts.values().stream()
                .filter(account -> account.address().getDomain().equals(domain))
                .filter(account ->
                        after == null || account.address().getNode().compareTo(after) > 0)
                .sorted((a, b) -> a.address().compareTo(b.address()))
                .limit(limit)
                .toList();
    }

    @Override
    public long count(String domain) {
        return accounts.keySet().stream()
                .filter(address -> address.getDomain().equals(domain))
                .count();
    }

    @Override
    public List<JID> disabled(String domain, int limit) {
        return list(domain, null, Integer.MAX_VALUE).stream()
                .filter(Account::disabled)
                .map(Account::address)
                .limit(limit)
                .toList();
    }

    @Override
    public long countDisabled(String domain) {
        return disabled(domain, Integer.MAX_VALUE).size();
    }

    @Override
    public Position position(JID owner) {
        return positions.getOrDefault(owner, new Position(0, Set.of()));
    }

    @Override
    public void move(JID owner, long cursor, Collection<Long> added, Collection<Long> removed) {
        positions.compute(
                owner,
                (_, old) -> {
                    Set<Long> exceptions = new HashSet<>(old == null ? Set.of() : old.exceptions());
                    exceptions.addAll(added);
                    exceptions.removeAll(removed);
                    return new Position(
                            Math.max(cursor, old == null ? 0 : old.cursor()), exceptions);
                });
    }

    /// All accounts there are.
    public List<JID> addresses() {
        return new ArrayList<>(accounts.keySet());
    }

    @Override
    public void close() {
        log.close();
    }
}
