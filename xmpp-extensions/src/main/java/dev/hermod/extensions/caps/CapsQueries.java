package dev.hermod.extensions.caps;

import dev.hermod.feature.Session;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The questions to clients that are under way: one at a time for each tag, so that a thousand
/// clients of one kind that log in together are asked once. When an answer proves nothing, the next
/// who waits is asked.
final class CapsQueries {
    static final int MOST_TAGS = 1_000;
    static final int MOST_WAITING = 100;

    private final Question question;
    private final Outcome outcome;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Queue<Asked>> waiting = new HashMap<>();

    CapsQueries(Question question, Outcome outcome) {
        this.question = question;
        this.outcome = outcome;
    }

    /// Asks a client what its tag stands for.
    @FunctionalInterface
    interface Question {
        /// Completes exceptionally when there is no usable answer in time.
        CompletionStage<CapsInfo> ask(Session session, CapsTag tag);
    }

    /// Takes what was found out.
    @FunctionalInterface
    interface Outcome {
        /// Called once for each client that was asked, and for those that waited for it when it is
        /// proven.
        void found(Session session, CapsTag tag, Finding finding);
    }

    /// Asks, or waits for the answer of another client with the same tag.
    ///
    /// @return `false` when too much is under way already; nothing will be found
    boolean ask(Session session, CapsTag tag) {
        Key key = new Key(tag.hash(), tag.ver());
        Asked asked = new Asked(session, tag);
        lock.lock();
        try {
            Queue<Asked> others = waiting.get(key);
            if (others != null) {
                return others.size() < MOST_WAITING && others.add(asked);
            }
            if (waiting.size() >= MOST_TAGS) {
                return false;
            }
            waiting.put(key, new ArrayDeque<>());
        } finally {
            lock.unlock();
        }
        send(key, asked);
        return true;
    }

    private void send(Key key, Asked asked) {
        question.ask(asked.session(), asked.tag())
                .whenComplete((info, failure) -> answered(key, asked, info));
    }

    private void answered(Key key, Asked asked, @Nullable CapsInfo info) {
        Finding finding =
                info == null
                        ? new Finding.Rejected("no answer")
                        : CapsVerification.verify(asked.tag(), info);
        outcome.found(asked.session(), asked.tag(), finding);
        if (finding instanceof Finding.Proven) {
            for (Asked other : removeAll(key)) {
                outcome.found(other.session(), other.tag(), finding);
            }
            return;
        }
        Asked next = next(key);
        if (next != null) {
            send(key, next);
        }
    }

    private Queue<Asked> removeAll(Key key) {
        lock.lock();
        try {
            Queue<Asked> others = waiting.remove(key);
            return others == null ? new ArrayDeque<>() : others;
        } finally {
            lock.unlock();
        }
    }

    /// The next who is still there; without one the tag is nobody's any more.
    private @Nullable Asked next(Key key) {
        lock.lock();
        try {
            Queue<Asked> others = waiting.getOrDefault(key, new ArrayDeque<>());
            Asked next = others.poll();
            while (next != null && !next.session().available()) {
                next = others.poll();
            }
            if (next == null) {
                waiting.remove(key);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private record Key(String hash, String ver) {}

    private record Asked(Session session, CapsTag tag) {}
}
