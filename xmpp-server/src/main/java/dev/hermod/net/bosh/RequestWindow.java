package dev.hermod.net.bosh;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the requests of one session into the order of their ids, whatever order they come in, and
/// keeps the last answers for requests that come once more (XEP-0124 section 14).
///
/// @param <R> a request
public final class RequestWindow<R> {
    private final int size;
    private final TreeMap<Long, R> ahead = new TreeMap<>();
    private final ArrayDeque<Answer> answers = new ArrayDeque<>(2);
    private long last;

    private static final class Answer {
        final long rid;
        final byte[] body;

        Answer(long rid, byte[] body) {
            this.rid = rid;
            this.body = body;
        }
    }

    /// Begins behind the first request.
    ///
    /// @param size how many requests a client may have open
    public RequestWindow(long first, int size) {
        this.last = first;
        this.size = size;
    }

    /// The highest id below which nothing is missing.
    public long last() {
        return last;
    }

    /// Whether this one was received in order.
    public boolean isKnown(long rid) {
        return rid <= last;
    }

    /// Whether this one may come.
    ///
    /// @param extra whether it may be one more, since it pauses or terminates
    public boolean accepts(long rid, boolean extra) {
        return rid > last && rid <= last + size + (extra ? 1 : 0);
    }

    /// Puts a request where it belongs.
    ///
    /// @return the one with the same id that waited there, `null` for none
    public @Nullable R add(long rid, R request) {
        return ahead.put(rid, request);
    }

    /// The next in order, `null` while it has not come.
    public @Nullable R next() {
        @Nullable R next = ahead.remove(last + 1);
        if (next != null) {
            last++;
        }
        return next;
    }

    /// Requests that wait for one before them.
    public Iterable<R> waiting() {
        return ahead.values();
    }

    /// Keeps an answer.
    public void answered(long rid, byte[] body) {
        answers.add(new Answer(rid, body));
        if (answers.size() > size) {
            answers.remove();
        }
    }

    /// The answer that was given, `null` where it is not kept.
    public byte @Nullable [] answer(long rid) {
        for (Iterator<Answer> each = answers.descendingIterator(); each.hasNext(); ) {
            Answer answer = each.next();
            if (answer.rid == rid) {
                return answer.body;
            }
        }
        return null;
    }
}
