package dev.hermod.session;

import java.util.ArrayList;
import java.util.List;

/// Sessions that stop together: none is written down before all have come to the end of what they
/// had under way, since what one of them said is given to others, and not from the log alone.
final class Standstill {
    private final List<Runnable> waiting = new ArrayList<>();

    /// Those who give the order count as one.
    private int moving = 1;

    private boolean open;

    /// One more has to come to its end.
    synchronized void expect() {
        moving++;
    }

    /// One of those that were expected has; `then` runs when all have.
    void reached(Runnable then) {
        if (!waits(then)) {
            then.run();
        }
        passed();
    }

    private synchronized boolean waits(Runnable then) {
        if (!open) {
            waiting.add(then);
        }
        return !open;
    }

    /// One of those that were expected is gone, or all are told.
    void passed() {
        if (last()) {
            open();
        }
    }

    private synchronized boolean last() {
        return --moving == 0;
    }

    /// Does not wait any longer.
    void open() {
        List<Runnable> due;
        synchronized (this) {
            open = true;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(Runnable::run);
    }
}
