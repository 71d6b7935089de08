package dev.hermod.net;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/// A warning that peers can cause at will, so that at most one line in ten seconds is written.
final class RareLog {
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final LongAdder unsaid = new LongAdder();

    RareLog(Logger log) {
        this.log = log;
    }

    void warn(String what, Object detail) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + EVERY)) {
            unsaid.increment();
            return;
        }
        log.warn(
                "{}: {} (and {} more since the last such line)",
                what,
                detail,
                unsaid.sumThenReset());
    }
}
