package dev.hermod.it.soak;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What went wrong for somebody on the way; the first of them in full.
final class Troubles {
    private static final int KEPT = 20;

    private final AtomicInteger count = new AtomicInteger();
    private final Queue<String> first = new ConcurrentLinkedQueue<>();

    void add(String who, Throwable trouble) {
        if (count.incrementAndGet() <= KEPT) {
            first.add(who + ": " + trouble);
        }
    }

    int count() {
        return count.get();
    }

    List<String> first() {
        return List.copyOf(first);
    }
}
