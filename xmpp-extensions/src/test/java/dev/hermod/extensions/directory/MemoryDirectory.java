package dev.hermod.extensions.directory;

import dev.hermod.testing.MemoryStorage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xmpp.packet.JID;

/// A directory in memory.
public final class MemoryDirectory implements Directory {
    private final Map<JID, Entry> entries = new ConcurrentSkipListMap<>();
    private final MemoryStorage accounts;

    public MemoryDirectory(MemoryStorage accounts) {
        this.accounts = accounts;
        accounts.onRemoval(entries::remove);
    }

    @Override
    public boolean listed(JID owner) {
        return entries.containsKey(owner);
    }

    @Override
    public void list(Entry entry) {
        if (accounts.exists(entry.owner())) {
            entries.put(entry.owner(), entry);
        }
    }

    @Override
    public void remove(JID owner) {
        entries.remove(owner);
    }

    @Override
    public List<Entry> search(String domain, Map<DirectoryField, String> keys, int limit) {
        return entries.values().stream()
                .filter(entry -> entry.owner().getDomain().equals(domain))
                .filter(entry -> keys.entrySet().stream().allMatch(key -> fits(entry, key)))
                .limit(limit)
                .toList();
    }

    private static boolean fits(Entry entry, Map.Entry<DirectoryField, String> key) {
        String value = entry.fields().get(key.getKey());
        return value != null && DirectoryField.key(value).startsWith(key.getValue());
    }
}
