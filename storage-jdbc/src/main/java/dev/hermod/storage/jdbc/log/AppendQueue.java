package dev.hermod.storage.jdbc.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Messages in the order of their arrival, bounded by number and by bytes. Any thread may offer;
/// one takes.
final class AppendQueue {
    private final int maximumMessages;
    private final long maximumBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    AppendQueue(int maximumMessages, long maximumBytes) {
        this.maximumMessages = maximumMessages;
        this.maximumBytes = maximumBytes;
    }

    /// `false` when it is full or closed.
    boolean offer(Waiting one) {
        lock.lock();
        try {
            boolean full =
                    waiting.size() >= maximumMessages
                            || (bytes + one.bytes() > maximumBytes && !waiting.isEmpty());
            if (closed || full) {
                return false;
            }
            waiting.add(one);
            bytes += one.bytes();
            if (waiting.size() == 1) {
                arrived.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What there is, at least one message even if it is larger than `maxBytes`; waits for the
    /// first for a while.
    List<Waiting> take(int max, long maxBytes, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long nanos = wait.toNanos();
            while (waiting.isEmpty() && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return remove(max, maxBytes);
        } finally {
            lock.unlock();
        }
    }

    /// Those that arrived more than `age` ago.
    List<Waiting> takeOlderThan(Duration age) {
        lock.lock();
        try {
            long now = System.nanoTime();
            List<Waiting> old = new ArrayList<>();
            while (!waiting.isEmpty() && now - waiting.getFirst().since() > age.toNanos()) {
                old.add(removeFirst());
            }
            return old;
        } finally {
            lock.unlock();
        }
    }

    List<Waiting> takeAll() {
        lock.lock();
        try {
            return remove(Integer.MAX_VALUE, Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /// Waits, but not once the queue is closed.
    void pause(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long nanos = wait.toNanos();
            while (!closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Nothing is taken in any more; what is there can still be taken out.
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> remove(int max, long maxBytes) {
        List<Waiting> taken = new ArrayList<>(Math.min(max, waiting.size()));
        long size = 0;
        while (!waiting.isEmpty() && taken.size() < max) {
            size += waiting.getFirst().bytes();
            if (size > maxBytes && !taken.isEmpty()) {
                break;
            }
            taken.add(removeFirst());
        }
        return taken;
    }

    private Waiting removeFirst() {
        Waiting first = waiting.removeFirst();
        bytes -= first.bytes();
        return first;
    }
}
