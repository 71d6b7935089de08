package dev.hermod.storage.jdbc.log;

import dev.hermod.storage.MessageLog.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What is still to be committed: the queue, and before it what was taken out of it and then
/// certainly not written.
final class Backlog {
    private final AppendQueue queue;
    private final LogOptions options;
    private final ArrayDeque<Waiting> again = new ArrayDeque<>();

    /// How many of [#again] go one by one, because one of them fails the others.
    private int singly;

    Backlog(AppendQueue queue, LogOptions options) {
        this.queue = queue;
        this.options = options;
    }

    boolean isEmpty() {
        return again.isEmpty() && queue.size() == 0;
    }

    /// The next batch in order of arrival; waits for the first message for a while.
    List<Waiting> next(Duration wait) throws InterruptedException {
        if (again.isEmpty()) {
            return queue.take(options.batchMessages(), options.batchBytes(), wait);
        }
        int limit = singly > 0 ? 1 : again.size();
        List<Waiting> messages = new ArrayList<>();
        while (messages.size() < limit) {
            messages.add(again.removeFirst());
        }
        singly = Math.max(0, singly - 1);
        return messages;
    }

    void putBack(List<Waiting> messages) {
        messages.reversed().forEach(again::addFirst);
    }

    void putBackSingly(List<Waiting> messages) {
        putBack(messages);
        singly = messages.size();
    }

    /// Tells those that have waited too long.
    void expire() {
        long now = System.nanoTime();
        while (!again.isEmpty() && now - again.getFirst().since() > options.patience().toNanos()) {
            again.removeFirst().failed(Failure.UNAVAILABLE);
        }
        singly = Math.min(singly, again.size());
        queue.takeOlderThan(options.patience()).forEach(each -> each.failed(Failure.UNAVAILABLE));
    }

    void failAll() {
        again.forEach(each -> each.failed(Failure.UNAVAILABLE));
        again.clear();
        queue.takeAll().forEach(each -> each.failed(Failure.UNAVAILABLE));
    }
}
