package dev.hermod.storage.jdbc.follow;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes one reader. Whoever commits rings; a bell that has rung already costs it one read of a
/// field.
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean rung;
    private boolean hurried;
    private boolean closed;
    private volatile long since;

    /// There is something new; from any thread, never waits long.
    void ring() {
        if (rung) {
            return;
        }
        lock.lock();
        try {
            if (!rung) {
                since = System.nanoTime();
                rung = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Somebody waits for it.
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waits, those to come too.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a ring for a while.
    void await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long nanos = most.toNanos();
            while (!rung && !hurried && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits, but not when somebody is in a hurry.
    void linger(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long nanos = pause.toNanos();
            while (!hurried && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits, whoever is in a hurry.
    void pause(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long nanos = pause.toNanos();
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// What has rung until now is about to be looked at.
    void clear() {
        lock.lock();
        try {
            rung = false;
            hurried = false;
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

    /// How long the first ring that nobody has looked after is ago; zero without one.
    Duration waiting() {
        return rung ? Duration.ofNanos(System.nanoTime() - since) : Duration.ZERO;
    }
}
