package dev.hermod.extensions.vcard;

import dev.hermod.testing.MemoryStorage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// vCards in memory.
public final class MemoryVcards implements Vcards {
    private record Vcard(String xml, @Nullable String photo) {}

    private final Map<JID, Vcard> stored = new ConcurrentHashMap<>();
    private final MemoryStorage accounts;

    public MemoryVcards(MemoryStorage accounts) {
        this.accounts = accounts;
        accounts.onRemoval(stored::remove);
    }

    @Override
    public Optional<String> find(JID owner) {
        return Optional.ofNullable(stored.get(owner)).map(Vcard::xml);
    }

    @Override
    public Optional<String> photo(JID owner) {
        return Optional.ofNullable(stored.get(owner)).map(Vcard::photo);
    }

    @Override
    public boolean store(JID owner, @Nullable String xml, @Nullable String photo) {
        if (xml == null) {
            stored.remove(owner);
        } else if (accounts.exists(owner)) {
            stored.put(owner, new Vcard(xml, photo));
        }
        return accounts.exists(owner);
    }
}
