package dev.hermod.it.crash;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What clients saw of a server before it was killed. A message is its body: who it is from, to
/// whom, and its number.
final class Witness {
    private final ConcurrentMap<String, Set<String>> settled = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ConcurrentLinkedQueue<String>> seen =
            new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> contacts = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /// The server answered what its sender had sent behind it.
    void settled(String receiver, String body) {
        settled.computeIfAbsent(receiver, _ -> ConcurrentHashMap.newKeySet()).add(body);
        count.incrementAndGet();
    }

    /// The server said that it did not take it.
    void refused(String body) {
        refused.add(body);
    }

    /// A receiver read it.
    void seen(String receiver, String body) {
        seen.computeIfAbsent(receiver, _ -> new ConcurrentLinkedQueue<>()).add(body);
    }

    /// A roster set was answered with a result.
    void contact(String owner, String contact) {
        contacts.computeIfAbsent(owner, _ -> ConcurrentHashMap.newKeySet()).add(contact);
    }

    int settledCount() {
        return count.get();
    }

    Set<String> settledFor(String receiver) {
        return settled.getOrDefault(receiver, Set.of());
    }

    List<String> seenBy(String receiver) {
        return List.copyOf(seen.getOrDefault(receiver, new ConcurrentLinkedQueue<>()));
    }

    Set<String> contactsOf(String owner) {
        return contacts.getOrDefault(owner, Set.of());
    }

    Set<String> allRefused() {
        return refused;
    }
}
