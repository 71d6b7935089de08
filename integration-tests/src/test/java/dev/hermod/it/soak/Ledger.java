package dev.hermod.it.soak;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every numbered message: which ones the server took, which ones were read. Numbers count from 1
/// for each pair of sender and receiver, so that an hour of them is a few bits each.
final class Ledger {
    private static final Pattern BODY = Pattern.compile("soak (\\S+) (\\d+)");

    private final ConcurrentMap<Pair, Numbers> records = new ConcurrentHashMap<>();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    private record Pair(String sender, String receiver) {}

    /// Who sent a message, and its number.
    private record Numbered(String sender, int number) {}

    private static final class Numbers {
        private final BitSet settled = new BitSet();
        private final BitSet read = new BitSet();
        private int last;
    }

    /// What one session has read: numbers of a sender rise, so nothing came twice or out of order.
    static final class Reading {
        private final Map<String, Integer> last = new HashMap<>();

        private boolean rises(Numbered message) {
            Integer before = last.put(message.sender(), message.number());
            return before == null || before < message.number();
        }
    }

    private Numbers numbers(String sender, String receiver) {
        return records.computeIfAbsent(new Pair(sender, receiver), _ -> new Numbers());
    }

    /// The next number from a sender to a receiver.
    int next(String sender, String receiver) {
        Numbers numbers = numbers(sender, receiver);
        synchronized (numbers) {
            return ++numbers.last;
        }
    }

    static String body(String sender, int number) {
        return "soak " + sender + " " + number;
    }

    /// The server answered what its sender had sent behind it.
    void settled(String sender, String receiver, int number) {
        Numbers numbers = numbers(sender, receiver);
        synchronized (numbers) {
            numbers.settled.set(number);
        }
        settled.incrementAndGet();
    }

    /// A receiver read a message. Bodies of others than the soak's people are passed over.
    void read(String receiver, String body, Reading reading) {
        Optional<Numbered> message = parse(body);
        if (message.isEmpty()) {
            return;
        }
        if (!reading.rises(message.get())) {
            throw new AssertionError(receiver + " read twice or out of order: " + body);
        }
        Numbers numbers = numbers(message.get().sender(), receiver);
        synchronized (numbers) {
            numbers.read.set(message.get().number());
        }
        read.incrementAndGet();
    }

    private static Optional<Numbered> parse(String body) {
        Matcher matcher = BODY.matcher(body);
        return matcher.matches()
                ? Optional.of(new Numbered(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    long settledCount() {
        return settled.get();
    }

    long readCount() {
        return read.get();
    }

    /// The messages that were taken and that nobody has read.
    List<String> lost() {
        return records.entrySet().stream()
                .map(entry -> lost(entry.getKey(), entry.getValue()))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String lost(Pair pair, Numbers numbers) {
        synchronized (numbers) {
            BitSet lost = (BitSet) numbers.settled.clone();
            lost.andNot(numbers.read);
            return lost.isEmpty() ? "" : pair + " " + lost;
        }
    }
}
