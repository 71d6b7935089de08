package dev.hermod.extensions.push;

import dev.hermod.testing.MemoryStorage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/// Push services in memory. Every account exists.
public final class MemoryPushServices implements PushServices {
    private final Map<JID, List<PushService>> enabled = new ConcurrentHashMap<>();

    public MemoryPushServices(MemoryStorage storage) {
        storage.onRemoval(enabled::remove);
    }

    @Override
    public List<PushService> of(JID owner) {
        return list(owner).stream()
                .sorted(
                        Comparator.comparing((PushService each) -> each.service().toString())
                                .thenComparing(PushService::node))
                .toList();
    }

    @Override
    public synchronized Enabling enable(JID owner, PushService service, int most) {
        List<PushService> others =
                list(owner).stream().filter(each -> !same(each, service)).toList();
        if (others.size() >= most) {
            return Enabling.TOO_MANY;
        }
        list(owner).removeIf(each -> same(each, service));
        list(owner).add(service);
        return Enabling.DONE;
    }

    private static boolean same(PushService one, PushService other) {
        return one.service().equals(other.service()) && one.node().equals(other.node());
    }

    @Override
    public synchronized void disable(JID owner, JID service, @Nullable String node) {
        list(owner)
                .removeIf(each ->
                        each.service().equals(service)
                                && (node == null || each.node().equals(node)));
    }

    private List<PushService> list(JID owner) {
        return enabled.computeIfAbsent(owner, _ -> new CopyOnWriteArrayList<>());
    }
}
