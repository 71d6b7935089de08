package dev.hermod.storage.jdbc.follow;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far a reader has come since it was started, for those who wait for it.
final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long position;

    /// 0 until the first step.
    long position() {
        return position;
    }

    void to(long newPosition) {
        lock.lock();
        try {
            position = newPosition;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything up to an id is derived.
    ///
    /// @return whether it is
    boolean await(long id, Duration most) {
        lock.lock();
        try {
            long nanos = most.toNanos();
            while (position < id && nanos > 0) {
                nanos = moved.awaitNanos(nanos);
            }
            return position >= id;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
