package dev.hermod.testing;

import dev.hermod.storage.LogEntry;
import dev.hermod.storage.LogMessage;
import dev.hermod.storage.LogRow;
import dev.hermod.storage.MessageIds;
import dev.hermod.storage.MessageLog;
import dev.hermod.storage.Origin;
import dev.hermod.storage.Retention;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// A log in memory with a thread of its own, whose commits a test can hold back or let fail.
public final class MemoryMessageLog implements MessageLog {
    private final Predicate<JID> exists;
    private final ExecutorService committer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("memory-log").factory());
    private final Map<JID, NavigableMap<Long, LogEntry>> archives = new HashMap<>();
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final Set<Long> hidden = new HashSet<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Semaphore mayCommit = new Semaphore(Integer.MAX_VALUE);
    private volatile boolean failing;
    private final Map<Sent, First> firsts = new ConcurrentHashMap<>();
    private long last = MessageIds.first(1_000);
    private volatile Duration passed = Duration.ZERO;

    /// By what a message is known again.
    private record Sent(JID owner, Origin origin) {}

    /// The first time.
    @SuppressWarnings("ArrayRecordComponent") // not compared
    private record First(long[] ids, Duration at) {}

    MemoryMessageLog(Predicate<JID> exists) {
        this.exists = exists;
    }

    /// From now on commits wait for [#letCommit].
    public void holdCommits() {
        mayCommit.drainPermits();
    }

    public void letCommit(int messages) {
        mayCommit.release(messages);
    }

    /// Lets time pass for what is known of messages that may be sent once more.
    public void pass(Duration time) {
        passed = passed.plus(time);
    }

    /// Whether commits fail for want of a database.
    public void failing(boolean away) {
        failing = away;
    }

    @Override
    public boolean append(LogMessage message, Outcome outcome) {
        queued.incrementAndGet();
        committer.execute(() -> {
            mayCommit.acquireUninterruptibly();
            queued.decrementAndGet();
            commit(message, outcome);
        });
        return true;
    }

    private void commit(LogMessage message, Outcome outcome) {
        @Nullable First first = first(message);
        if (failing) {
            outcome.failed(Failure.UNAVAILABLE);
        } else if (!message.rows().stream().allMatch(row -> exists.test(row.owner()))) {
            outcome.failed(Failure.NO_SUCH_OWNER);
        } else if (first != null) {
            outcome.repeated(first.ids());
        } else {
            long[] ids = new long[message.rows().size()];
            long[] previous = new long[ids.length];
            synchronized (this) {
                for (int i = 0; i < ids.length; i++) {
                    LogRow row = message.rows().get(i);
                    NavigableMap<Long, LogEntry> archive = archive(row.owner());
                    ids[i] = ++last;
                    previous[i] = archive.isEmpty() ? 0 : archive.lastKey();
                    archive.put(
                            ids[i],
                            new LogEntry(
                                    ids[i],
                                    previous[i],
                                    row.conversation(),
                                    row.target(),
                                    row.deliver(),
                                    message.stanza()));
                    if (row.retention() == Retention.UNTIL_DELIVERED) {
                        hidden.add(ids[i]);
                    }
                }
            }
            LogMessage.StreamPosition position = message.stream();
            if (position != null) {
                numbers.merge(
                        message.rows().getFirst().owner() + " " + position.streamId(),
                        position.number(),
                        Math::max);
            }
            @Nullable Sent sent = sent(message);
            if (sent != null) {
                firsts.put(sent, new First(ids, passed));
            }
            outcome.committed(ids, previous);
        }
    }

    private @Nullable First first(LogMessage message) {
        @Nullable Sent sent = sent(message);
        @Nullable First first = sent == null ? null : firsts.get(sent);
        return first == null || passed.minus(first.at()).compareTo(Origin.WINDOW) > 0
                ? null
                : first;
    }

    private static @Nullable Sent sent(LogMessage message) {
        Origin origin = message.origin();
        return origin == null ? null : new Sent(message.rows().getFirst().owner(), origin);
    }

    @Override
    public long lastNumber(JID owner, String stream) {
        return numbers.getOrDefault(owner + " " + stream, -1L);
    }

    @Override
    public synchronized List<LogEntry> deliverable(JID owner, long after, long upTo, int limit) {
        return archive(owner).subMap(after, false, upTo, true).values().stream()
                .filter(LogEntry::deliver)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<LogEntry> entries(JID owner, Collection<Long> ids) {
        return archive(owner).values().stream().filter(entry -> ids.contains(entry.id())).toList();
    }

    @Override
    public synchronized long lastId(JID owner) {
        NavigableMap<Long, LogEntry> archive = archive(owner);
        return archive.isEmpty() ? 0 : archive.lastKey();
    }

    /// What is in an archive: all but what is kept for delivery only.
    public synchronized List<LogEntry> archived(JID owner) {
        return archive(owner).values().stream()
                .filter(entry -> !hidden.contains(entry.id()))
                .toList();
    }

    /// What is kept for delivery only.
    public synchronized List<LogEntry> hidden(JID owner) {
        return archive(owner).values().stream()
                .filter(entry -> hidden.contains(entry.id()))
                .toList();
    }

    /// Everything of an owner.
    public synchronized List<LogEntry> all(JID owner) {
        return List.copyOf(archive(owner).values());
    }

    /// Adds an entry of the past that is to be read only.
    public synchronized void past(JID owner, long id, JID conversation, byte[] stanza) {
        NavigableMap<Long, LogEntry> archive = archive(owner);
        long previous = archive.isEmpty() ? 0 : archive.lastKey();
        archive.put(id, new LogEntry(id, previous, conversation, owner, false, stanza));
        last = Math.max(last, id);
    }

    /// Puts other bytes in the place of a stanza.
    public synchronized void replace(JID owner, long id, byte[] stanza) {
        archive(owner)
                .computeIfPresent(
                        id,
                        (_, old) ->
                                new LogEntry(
                                        id,
                                        old.previous(),
                                        old.conversation(),
                                        old.target(),
                                        old.deliver(),
                                        stanza));
    }

    public synchronized void delete(JID owner, Collection<Long> ids) {
        archive(owner).keySet().removeAll(ids);
    }

    @Override
    public int queued() {
        return queued.get();
    }

    synchronized void remove(JID owner) {
        archives.remove(owner);
        firsts.keySet().removeIf(sent -> sent.owner().equals(owner));
    }

    private NavigableMap<Long, LogEntry> archive(JID owner) {
        return archives.computeIfAbsent(owner, _ -> new TreeMap<>());
    }

    @Override
    public void close() {
        committer.shutdown();
    }
}
