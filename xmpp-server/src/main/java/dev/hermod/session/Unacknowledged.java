package dev.hermod.session;

import dev.hermod.routing.Refusals;
import dev.hermod.xml.FrozenElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The stanzas that were sent on a managed stream and not acknowledged yet, oldest first (XEP-0198
/// section 4). What is in the log is kept as its id and read back when it is needed. On one thread
/// at a time.
final class Unacknowledged {
    /// A stanza that waits for its acknowledgement.
    sealed interface Sealed {
        /// What is confirmed with it, `null` when it is not in the log.
        @Nullable Delivered entry();

        /// Stands in the account's log.
        record Logged(Delivered entry) implements Sealed {}

        /// Stands nowhere else, or may not be in the log any more when it is needed.
        ///
        /// @param bytes of its XML, about
        /// @param epochMillis when it was sent
        record Inline(
                FrozenElement element, long bytes, long epochMillis, @Nullable Delivered entry)
                implements Sealed {
            @Override
            public @Nullable FrozenElement refusal() {
                return Refusals.isStorageAway(element) ? element : null;
            }
        }

        /// Is only counted.
        ///
        /// @param refusal itself, where it tells the client that a message was not stored
        record Forgotten(@Nullable Delivered entry, @Nullable FrozenElement refusal)
                implements Sealed {
            static Forgotten of(FrozenElement element, @Nullable Delivered entry) {
                return new Forgotten(entry, Refusals.isStorageAway(element) ? element : null);
            }
        }

        /// What tells the client that a message of its own was not stored, or null.
        default @Nullable FrozenElement refusal() {
            return null;
        }
    }

    private static final long COUNTS = 1L << 32;

    private final Consumer<FrozenElement> heard;
    private final ArrayDeque<Sealed> queue = new ArrayDeque<>(0);
    private long acknowledged;
    private long bytes;

    /// @param heard hears of refusals that the client has taken
    Unacknowledged(Consumer<FrozenElement> heard) {
        this.heard = heard;
    }

    void add(Sealed stanza) {
        queue.add(stanza);
        if (stanza instanceof Sealed.Inline inline) {
            bytes += inline.bytes();
        }
    }

    int size() {
        return queue.size();
    }

    /// Of what stands nowhere else.
    long bytes() {
        return bytes;
    }

    /// All that were sent on the stream and its resumptions.
    long sent() {
        return acknowledged + queue.size();
    }

    /// As on the wire: counts begin again at 2^32.
    long acknowledged() {
        return acknowledged % COUNTS;
    }

    List<Sealed> all() {
        return List.copyOf(queue);
    }

    /// Takes out what a count acknowledges.
    ///
    /// @param h as on the wire
    /// @return the newest entry of each receiver among it; `null` when so many were never sent, or
    ///   more had been acknowledged before
    @Nullable List<Delivered> acknowledge(long h) {
        long more = Math.floorMod(h - acknowledged, COUNTS);
        if (more > queue.size()) {
            return null;
        }
        List<Delivered> newest = new ArrayList<>(1);
        for (long i = 0; i < more; i++) {
            Delivered entry = remove().entry();
            if (entry != null) {
                if (!newest.isEmpty() && newest.getLast().receiver() == entry.receiver()) {
                    newest.removeLast();
                }
                newest.add(entry);
            }
        }
        return newest;
    }

    private Sealed remove() {
        Sealed stanza = queue.remove();
        acknowledged++;
        if (stanza instanceof Sealed.Inline inline) {
            bytes -= inline.bytes();
        }
        FrozenElement refusal = stanza.refusal();
        if (refusal != null) {
            heard.accept(refusal);
        }
        return stanza;
    }

    /// These can never be sent again, and the client has not counted them.
    void removeAll(List<Sealed> gone) {
        IdentityHashMap<Sealed, Boolean> these = new IdentityHashMap<>(gone.size());
        gone.forEach(stanza -> these.put(stanza, true));
        queue.removeIf(these::containsKey);
    }

    /// Takes out refusals of what the client, which has not counted them, will send once more.
    void removeRefusals(Predicate<FrozenElement> which) {
        queue.removeIf(stanza -> {
            FrozenElement refusal = stanza.refusal();
            boolean removed = refusal != null && which.test(refusal);
            if (removed && stanza instanceof Sealed.Inline inline) {
                bytes -= inline.bytes();
            }
            return removed;
        });
    }

    /// Only counts from now on: nothing can be sent again.
    void forget() {
        List<Sealed> all = List.copyOf(queue);
        queue.clear();
        for (Sealed stanza : all) {
            queue.add(
                    stanza instanceof Sealed.Inline inline
                            ? Sealed.Forgotten.of(inline.element(), inline.entry())
                            : stanza);
        }
        bytes = 0;
    }

    /// Goes on from a count, with nothing that is not acknowledged.
    void restore(long acknowledgedBefore) {
        acknowledged = acknowledgedBefore;
    }
}
