package dev.hermod.extensions.privatexml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xmpp.packet.JID;

/// Private XML in memory. Every account exists.
public final class MemoryPrivateXml implements PrivateXml {
    private record Name(String namespace, String local) {}

    private final Map<JID, Map<Name, String>> stored = new HashMap<>();

    public MemoryPrivateXml() {}

    @Override
    public synchronized List<Entry> names(JID owner) {
        return of(owner).keySet().stream()
                .map(name -> new Entry(name.namespace(), name.local(), null))
                .toList();
    }

    @Override
    public synchronized Optional<String> find(JID owner, String namespace, String name) {
        return Optional.ofNullable(of(owner).get(new Name(namespace, name)));
    }

    @Override
    public synchronized boolean store(JID owner, Collection<Entry> entries, Bounds bounds) {
        Map<Name, String> before = of(owner);
        Map<Name, String> after = new HashMap<>(before);
        for (Entry entry : entries) {
            Name name = new Name(entry.namespace(), entry.name());
            String xml = entry.xml();
            if (xml == null) {
                after.remove(name);
            } else {
                after.put(name, xml);
            }
        }
        boolean fits =
                (after.size() <= bounds.items() || after.size() <= before.size())
                        && (bytes(after) <= bounds.bytes() || bytes(after) <= bytes(before));
        if (fits) {
            stored.put(owner, after);
        }
        return fits;
    }

    private Map<Name, String> of(JID owner) {
        return stored.getOrDefault(owner, Map.of());
    }

    private static int bytes(Map<Name, String> all) {
        return all.values().stream().mapToInt(xml -> xml.getBytes(UTF_8).length).sum();
    }
}
