package dev.hermod.net;

import dev.hermod.net.bosh.BoshResponse;
import java.util.ArrayDeque;

/// What is written to one session of BOSH until an answer takes it along.
final class BoshOutbox {
    /// An answer has no more than that, or one element.
    private static final int LARGEST_ANSWER = 1 << 17;

    private final ArrayDeque<byte[]> elements = new ArrayDeque<>(2);
    private long bytes;

    void add(byte[] element) {
        elements.add(element);
        bytes += element.length;
    }

    boolean isEmpty() {
        return elements.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /// Moves what fits into an answer.
    ///
    /// @param all whether no other follows
    void moveTo(BoshResponse response, boolean all) {
        long size = 0;
        while (!elements.isEmpty()
                && (size == 0 || all || size + elements.getFirst().length <= LARGEST_ANSWER)) {
            byte[] next = elements.remove();
            size += next.length;
            response.payload(next);
        }
        bytes -= size;
    }

    void drop() {
        elements.clear();
        bytes = 0;
    }
}
