package dev.hermod.testing;

import dev.hermod.storage.SavedSession;
import dev.hermod.storage.SavedSessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.xmpp.packet.JID;

/// Saved sessions in memory.
final class MemorySavedSessions implements SavedSessions {
    private final Predicate<JID> exists;
    private final Map<String, SavedSession> saved = new LinkedHashMap<>();

    MemorySavedSessions(Predicate<JID> exists) {
        this.exists = exists;
    }

    @Override
    public synchronized void save(List<SavedSession> sessions) {
        sessions.stream()
                .filter(session -> exists.test(session.address().asBareJID()))
                .forEach(session -> saved.put(session.stream(), session));
    }

    @Override
    public synchronized List<SavedSession> take(int limit) {
        List<SavedSession> taken =
                new ArrayList<>(saved.values()).subList(0, Math.min(limit, saved.size()));
        taken.forEach(session -> saved.remove(session.stream()));
        return List.copyOf(taken);
    }

    synchronized void remove(JID account) {
        saved.values().removeIf(session -> session.address().asBareJID().equals(account));
    }
}
