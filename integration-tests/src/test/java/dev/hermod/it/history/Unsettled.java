package dev.hermod.it.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a client has sent and the server has not acknowledged (XEP-0198 section 4). Stanzas that
/// are no messages are counted and forgotten.
final class Unsettled {
    /// A stanza on its way.
    ///
    /// @param message empty for what is no message
    record Outgoing(String message, String to, String xml) {}

    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private long acked;

    void sent(Outgoing stanza) {
        waiting.add(stanza);
    }

    long sent() {
        return acked + waiting.size();
    }

    long acked() {
        return acked;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The server has handled so many of all that were sent.
    void handled(long count, Consumer<String> settled) {
        while (acked < count && !waiting.isEmpty()) {
            Outgoing stanza = waiting.remove();
            acked++;
            if (!stanza.message().isEmpty()) {
                settled.accept(stanza.message());
            }
        }
    }

    /// All that waits, in order; it goes on waiting.
    List<Outgoing> all() {
        return List.copyOf(waiting);
    }

    /// A new session: nothing was sent in it. Returns the messages to send once more.
    List<Outgoing> restart() {
        List<Outgoing> again =
                new ArrayList<>(
                        waiting.stream().filter(each -> !each.message().isEmpty()).toList());
        waiting.clear();
        acked = 0;
        return again;
    }
}
